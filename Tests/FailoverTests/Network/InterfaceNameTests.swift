import Failover
import TestSupport
import Testing

@Suite("InterfaceName")
struct InterfaceNameTests {
  @Test(
    "a kernel would take the name",
    arguments: [
      "hn0", "mlxen10", "a", "fifteen_bytes_x", "hn0.10", "br-lan", "a+b", "a:b", "hn0;rm", "é",
    ])
  func taken(text: String) { #expect(InterfaceName(text)?.text == text) }

  @Test(
    "no kernel would take the name",
    arguments: [
      ("empty", ""), ("16 bytes", "sixteen_bytes_xx"),
      ("16 bytes in 15 letters", "fifteen_bytes_é"),
      ("this folder", "."), ("the folder above", ".."), ("a path", "../x"), ("a slash", "hn/0"),
      ("an option", "-a"), ("a blank", "hn 0"), ("a tab", "hn\t0"), ("a newline", "hn0\n"),
      ("a NUL", "hn\0"), ("DEL", "hn\u{7f}"), ("only a blank", " "),
    ])
  func refused(situation: String, text: String) { #expect(InterfaceName(text) == nil) }

  @Test(
    "the unit is all digits, joined",
    arguments: [("hn0", "0"), ("hn12", "12"), ("enp1s2", "12"), ("lo", ""), ("hn٣", "")])
  func unit(text: String, unit: String) { #expect(sure(InterfaceName(text)).unit == unit) }

  @Test(
    "in a variable's name, punctuation is an underscore",
    arguments: [("hn0", "hn0"), ("hn0.10", "hn0_10"), ("a-b+c.d", "a_b_c_d"), ("a:b", "a:b")])
  func variablePart(text: String, part: String) {
    #expect(sure(InterfaceName(text)).variablePart == part)
  }

  @Test(
    "a unit of a family is its name and a digit",
    arguments: [
      ("lo0", true), ("lo", false), ("lo10", true), ("lagg0", false), ("lop0", false),
      ("wlan0", false), ("wl0", true), ("lo٣", false), ("alo0", false),
    ])
  func isUnit(text: String, answer: Bool) {
    #expect(sure(InterfaceName(text)).isUnit(ofAny: ["lo", "wl"]) == answer)
  }

  @Test("a name of no family is no unit")
  func noFamily() { #expect(!InterfaceName.hn0.isUnit(ofAny: [])) }
}

@Suite("HardwareAddress")
struct HardwareAddressTests {
  @Test(
    "six bytes of two digits are read, and printed in lower case",
    arguments: [
      ("00:15:5d:4a:0b:01", "00:15:5d:4a:0b:01"), ("FE:FF:AB:CD:EF:00", "fe:ff:ab:cd:ef:00"),
    ])
  func read(text: String, printed: String) {
    #expect(HardwareAddress(text)?.description == printed)
  }

  @Test("the bytes are in the order of transmission")
  func bytes() {
    #expect(HardwareAddress("00:15:5d:4a:0b:01")?.bytes == [0, 0x15, 0x5d, 0x4a, 0x0b, 1])
  }

  @Test(
    "anything else is refused",
    arguments: [
      "", "00:15:5d:4a:0b", "00:15:5d:4a:0b:01:02", "0:15:5d:4a:0b:01", "00:15:5d:4a:0b:1",
      "00-15-5d-4a-0b-01", "00:15:5d:4a:0b:0g", "+1:15:5d:4a:0b:01", "-0:15:5d:4a:0b:01",
      "00:15:5d:4a:0b:01 ", "00:15:5d:4a:0b:01:", "00:15:5d:4a:0b:٣٣",
    ])
  func refused(text: String) { #expect(HardwareAddress(text) == nil) }

  @Test(
    "only all zeros is unset",
    arguments: [("00:00:00:00:00:00", true), ("00:00:00:00:00:01", false)])
  func unset(text: String, answer: Bool) { #expect(sure(HardwareAddress(text)).isUnset == answer) }
}
