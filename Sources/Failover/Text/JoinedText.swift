/// Returns `parts` one after the other, with nothing between them: `eth0: no such interface` for
/// `eth0` and `: no such interface`.
///
/// For messages with several parts. An array of texts takes less code in the compiled programs than
/// a string interpolation, and less time to compile than a chain of `+`.
@inline(never)
package func joined(_ parts: String...) -> String { parts.joined() }
