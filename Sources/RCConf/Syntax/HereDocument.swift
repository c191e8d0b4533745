/// A here-document (`<<EOF`) whose operator was read. Its body begins in the next line.
struct HereDocument {
  /// The text of the line that ends the body: `EOF`.
  var marker: [UInt8]
  /// True if the marker was quoted, as in `<<'EOF'`. Then sh expands nothing in the body.
  var isQuoted: Bool
  /// True for `<<-`: sh removes the tabs at the beginning of each line.
  var stripsTabs: Bool
}

extension Parser {
  /// Skips the bodies of the here-documents whose operators are in the line that was read last.
  ///
  /// Throws `.shell` if an expansion in a body could hide the line that ends the body. The command
  /// that reads the body is left to /bin/sh in any case.
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
