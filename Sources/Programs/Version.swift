/// The version of all programs, packages and manual pages: packaging/build reads it from here.
package let version = "0.1.0"
