import RCConf
import Testing

@Suite("Which files a text sources can be told without running it")
struct SourcedFilesTests {
  private static let variables: Variables = {
    let evaluator = Evaluator(files: .none)
    _ = evaluator.run(Array("dir='/opt dir'\nname=more\n".utf8), named: "rc.conf")
    return evaluator.variables
  }()

  @Test(
    "each name that a `.` has, expanded as far as it can be",
    arguments: [
      (". /etc/a\n", ["/etc/a"]), ("a=1 . /etc/a b\n", ["/etc/a"]),
      ("x=$(cmd)\nif cmd; then . '/etc/a'; else . /etc/b; fi\n", ["/etc/a", "/etc/b"]),
      ("f() { [ -r \"$dir/$name\" ] && . \"$dir/$name\"; }\n", ["/opt dir/more"]),
      ("(. /etc/a) &\ncase x in y) . /etc/b ;; esac\n", ["/etc/a", "/etc/b"]),
      (". a\n. \"$1\"\n. $(cmd)\n. \"$unset\"\n", []), ("echo . /etc/a\n./etc/a\n", []),
      (". /etc/a\nif\n)\n. /etc/b\n", ["/etc/a"]), ("", []),
    ])
  func names(text: String, files: [String]) {
    let found = Evaluator.filesSourced(
      by: Array(text.utf8), named: "/etc/rc.conf", given: Self.variables)
    #expect(found == files)
  }
}
