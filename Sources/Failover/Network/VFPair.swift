/// A synthetic NIC and its VF.
package struct VFPair: Hashable, Sendable {
  /// The synthetic NIC.
  package var synthetic: InterfaceName
  /// The VF of the synthetic NIC; nil if there is none now.
  package var vf: InterfaceName?

  /// The pair of this synthetic NIC and its VF.
  package init(_ synthetic: InterfaceName, vf: InterfaceName? = nil) {
    self.synthetic = synthetic
    self.vf = vf
  }

  /// True if `name` is one of the two NICs of the pair.
  package func has(_ name: InterfaceName) -> Bool { name == synthetic || name == vf }
}
