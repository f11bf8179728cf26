import CivilTime
import Testing
import TodoDomain

@Suite("Text as searches compare it")
struct FoldedTextTests {
    @Test(
        "case, accents and variants of letters do not count",
        arguments: [
            ("Éclair ÀÉÎÕÜ", "eclair aeiou"), ("e\u{0301}clair", "eclair"), ("Straße", "strasse"), ("Łódź", "lodz"),
            ("Ørsted Æsir", "orsted aesir"), ("Ấn Độ", "an do"), ("İstanbul", "istanbul"), ("ΆΣΟΣ", "ασοσ"),
            ("Ёлка", "елка"), ("ＦＵＬＬ", "full"), ("naïve café", "naive cafe"), ("ǅ", "dz"), ("Ǻ", "a"),
            // Urdu typed on an Arabic keyboard, with vowel signs and the stroke that lengthens words.
            ("علي", "علی"), ("كتاب", "کتاب"), ("بِسْمِ", "بسم"), ("محـــمد", "محمد"), ("مدرسة", "مدرسہ"),
            ("أحمد", "احمد"), ("آم", "ام"), ("۱۲۳ ١٢٣", "123 123"), ("ہاں", "ہان"), ("\u{FE91}\u{FEDA}", "بک"),
            ("日本", "日本"), ("🍎 Tea", "🍎 tea"), ("", ""),
        ])
    func folds(text: String, expected: String) {
        #expect(FoldedText.fold(text) == expected)
    }

    @Test("what is folded stays as it is")
    func idempotent() {
        for value in UInt32(1)...0x1_FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let folded = FoldedText.fold(String(scalar))
            #expect(FoldedText.fold(folded) == folded, "U+\(String(value, radix: 16))")
        }
    }

    @Test("letters of different sound stay apart")
    func keepsApart() {
        let letters = Array("abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюяαβγδεζηθικλμνξοπρστυφχψω")
        let urdu = Array("ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنوہیے")
        for alphabet in [letters, urdu] {
            let folded = Set(alphabet.map { FoldedText.fold(String($0)) })
            // й is и with a breve, and people leave it out.
            #expect(folded.count == alphabet.count - (alphabet == letters ? 1 : 0))
        }
    }

    @Test("words are told apart by any white space, and each counts once")
    func words() {
        #expect(FoldedText.words(of: "  Milk\t milk \u{00A0}BREAD\n") == ["milk", "bread"])
        #expect(FoldedText.words(of: " \n") == [])
    }

    @Test("a task is found by title, description and tags")
    func searchText() {
        let task = TodoTask(
            id: TaskID(1), userID: UserID("u"), title: "Büro", description: "Call Zoë", tags: ["Haus"],
            createdAt: .epoch, updatedAt: .epoch)
        #expect(task.searchText == "buro\ncall zoe\nhaus")
    }
}
