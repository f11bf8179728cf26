import Testing

@Suite("Telling code from comments and strings")
struct CodeMaskTests {
    @Test(
        "words of code are found, words of comments and strings are not",
        arguments: [
            ("a // b", ["a"]),
            ("a /* b /* c */ d */ e", ["a", "e"]),
            (#"a "b" c"#, ["a", "c"]),
            (#"a "b \" c" d"#, ["a", "d"]),
            (#"a "b \(c("d")) e" f"#, ["a", "c", "(", ")", "f"]),
            (##"a #"b " \(c) \#(d) "# e"##, ["a", "d", "e"]),
            ("a \"\"\"\n b \" c \\(d) \"\"\" e", ["a", "d", "e"]),
            (#"a "// b" c"#, ["a", "c"]),
            (#"a "\\" b"#, ["a", "b"]),
            ("a(-> b)", ["a", "(", "->", "b", ")"]),
            ("a \"unclosed\nb", ["a", "b"]),
            ("/* unclosed\nb", []),
        ])
    func words(text: String, expected: [String]) {
        #expect(Token.all(in: CodeMask(text).code).map(\.text) == expected)
    }

    @Test("every token knows its line, behind comments and strings of several lines")
    func lines() {
        let tokens = Token.all(in: CodeMask("a\n/* b\nc */ d\n\"\"\"\ne\n\"\"\"\nf").code)
        #expect(tokens == [Token(text: "a", line: 1), Token(text: "d", line: 3), Token(text: "f", line: 7)])
    }

    @Test("comments are kept in place, code and strings are not")
    func comments() {
        let mask = CodeMask("a // b\n\"// c\" /* d */")
        #expect(String(decoding: mask.comments, as: UTF8.self) == "  // b\n       /* d */")
    }
}
