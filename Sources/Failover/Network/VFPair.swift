/// A synthetic NIC and its VF.
package struct VFPair: Hashable, Sendable {
  /// The synthetic NIC.
  package var synthetic: InterfaceName
  /// Its VF; nil if it has none now.
  package var vf: InterfaceName?

  /// The pair of these NICs.
  package init(_ synthetic: InterfaceName, vf: InterfaceName? = nil) {
    self.synthetic = synthetic
    self.vf = vf
  }

  /// True if `name` is one of the two.
  package func has(_ name: InterfaceName) -> Bool { name == synthetic || name == vf }
}
