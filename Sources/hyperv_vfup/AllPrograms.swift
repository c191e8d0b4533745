import Programs

/// The entry point of hyperv_vfattach(8), hyperv_vfup(8) and hyperv_vfctl(8), which are one
/// executable file: runs the program whose name is in the first word. Takes the arguments of C's
/// `main` and returns the exit status. To read the source, start with Pipeline.swift.
@c(hyperv_vf_main)
public func main(_ count: CInt, _ words: Arguments) -> CInt {
  Main.run(Main.words(words, count))
}
