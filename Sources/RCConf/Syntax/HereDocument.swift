/// A here-document whose operator was read. Its body follows after the line.
struct HereDocument {
  var marker: [UInt8]
  var isQuoted: Bool
  var stripsTabs: Bool
}

extension Parser {
  /// Skips the bodies of the here-documents of the line.
  ///
  /// Throws `.shell` if an expansion in a body could hide its end. The command that reads the body
  /// is left to /bin/sh in any case.
  mutating func skipHereDocuments() throws(Halt) {
    let pending = hereDocuments
    hereDocuments = []
    for document in pending {
      while offset < text.count {
        let lineEnd = text[offset...].firstIndex(of: 0x0A) ?? text.count
        var content = text[offset..<lineEnd]
        if document.stripsTabs { content = content.drop { $0 == 0x09 } }
        if !document.isQuoted, couldHideEnd(content) { throw shell(.hereDocument) }
        offset = min(lineEnd + 1, text.count)
        if lineEnd < text.count { line += lineStep }
        if content.elementsEqual(document.marker) { break }
      }
    }
  }

  private func couldHideEnd(_ content: ArraySlice<UInt8>) -> Bool {
    content.last == UInt8(ascii: "\\")
      || content.contains { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "$") }
  }
}
