import Programs

/// Runs hyperv_vfattach(8), hyperv_vfup(8) or hyperv_vfctl(8), whichever name the process was called
/// by: one image serves for all. Returns the exit status. START HERE: Pipeline.swift.
@c(hyperv_vf_main)
public func main(_ count: CInt, _ words: Arguments) -> CInt {
  Main.run(Main.words(words, count))
}
