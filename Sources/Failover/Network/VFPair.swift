/// A synthetic NIC and, where it has one now, its VF.
package struct VFPair: Hashable, Sendable {
  /// The NIC that is always there.
  package var synthetic: InterfaceName
  /// Its VF; nil where it has none at the moment.
  package var vf: InterfaceName?

  /// The pair of these two.
  package init(_ synthetic: InterfaceName, vf: InterfaceName? = nil) {
    self.synthetic = synthetic
    self.vf = vf
  }

  /// Whether `name` is one of the two.
  package func has(_ name: InterfaceName) -> Bool { name == synthetic || name == vf }
}
