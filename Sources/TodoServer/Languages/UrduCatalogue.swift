/// What messages are in Urdu; names of fields, headers and values stay as they are written in requests.
enum UrduCatalogue {
    typealias Pair = (english: String, urdu: String)

    /// Words that stand in the places of messages.
    static let words: [String: String] = [
        "null": "null", "a boolean": "true یا false", "a number": "ایک عدد", "a string": "متن",
        "an array": "ایک فہرست", "an object": "ایک آبجیکٹ", "task": "کام", "reminder": "یاد دہانی",
        "none is taken here": "یہاں کوئی خانہ نہیں لیا جاتا", "this path takes none": "یہ پتہ کوئی پیرامیٹر نہیں لیتا",
        "1 field is": "ایک خانہ",
    ]

    /// Of requests as such.
    static let requests: [Pair] = [
        (
            "The request failed for a reason that has been logged; the correlation id finds it",
            "درخواست ناکام ہوئی؛ وجہ لکھ لی گئی ہے اور correlation id سے ملتی ہے"
        ),
        ("no such path", "ایسا کوئی پتہ نہیں"),
        ("the request was refused: {1}", "درخواست رد کی گئی: {1}"),
        ("the body has more than {1} bytes", "متن میں {1} سے زیادہ بائٹ ہیں"),
        ("the body did not come within {1} seconds", "متن {1} سیکنڈ میں نہیں پہنچا"),
        (
            "there is no answer after {1} seconds; it is not known whether this was done, so repeat it with the same "
                + "Idempotency-Key",
            "{1} سیکنڈ میں جواب نہیں ملا؛ معلوم نہیں کہ یہ ہوا یا نہیں، اسی Idempotency-Key کے ساتھ دوبارہ بھیجیں"
        ),
        ("{1} is not served here; allowed are {2}", "{1} یہاں قبول نہیں؛ یہ قبول ہیں: {2}"),
        ("the query part '{1}' is not percent-encoded UTF-8", "پتے کا حصہ '{1}' درست UTF-8 نہیں"),
        ("no parameter is named '{1}'; {2}", "'{1}' نام کا کوئی پیرامیٹر نہیں؛ {2}"),
        ("known here: {1}", "یہاں یہ معلوم ہیں: {1}"),
        ("the parameter '{1}' occurs twice", "پیرامیٹر '{1}' دو بار ہے"),
        ("'{1}' occurs {2} times; expected at most {3}", "'{1}' {2} بار ہے؛ زیادہ سے زیادہ {3} بار ہو سکتا ہے"),
        ("'{1}' has {2} characters; expected at most {3}", "'{1}' میں {2} حروف ہیں؛ زیادہ سے زیادہ {3} ہو سکتے ہیں"),
        ("'{1}' is '{2}'; expected one of {3}", "'{1}' کی قدر '{2}' ہے؛ ان میں سے ایک دیں: {3}"),
        (
            "'{1}' is '{2}'; expected a whole number from {3} to {4}",
            "'{1}' کی قدر '{2}' ہے؛ {3} سے {4} تک کا پورا عدد دیں"
        ),
        ("'{1}' at character {2}: {3}", "'{1}' کے حرف {2} پر: {3}"),
        (
            "'tag' has {1} characters; a tag's name has 1 to 50",
            "'tag' میں {1} حروف ہیں؛ ٹیگ کے نام میں 1 سے 50 ہوتے ہیں"
        ),
        (
            "'cursor' is not one that was given here; take it as it is in Link, or begin without one",
            "'cursor' یہاں کا دیا ہوا نہیں؛ اسے Link سے جوں کا توں لیں، یا اس کے بغیر شروع کریں"
        ),
        (
            "'cursor' belongs to a list with other filters or another order; repeat those, or begin without it",
            "'cursor' کسی اور ترتیب یا چھانٹی کی فہرست کا ہے؛ وہی دہرائیں، یا اس کے بغیر شروع کریں"
        ),
        (
            "'epoch' and 'seq' make a position together; give both, or neither to begin now",
            "'epoch' اور 'seq' مل کر مقام بنتے ہیں؛ دونوں دیں، یا اب سے شروع کرنے کے لیے کوئی نہ دیں"
        ),
        ("changes cannot be read now; try again", "تبدیلیاں اس وقت پڑھی نہیں جا سکتیں؛ دوبارہ کوشش کریں"),
        ("Content-Type is '{1}'; expected application/json", "Content-Type '{1}' ہے؛ application/json ہونا چاہیے"),
        ("Content-Encoding is '{1}'; send the body as it is", "Content-Encoding '{1}' ہے؛ متن جوں کا توں بھیجیں"),
        (
            "If-Match is '{1}'; expected one entity tag as given in ETag, for example \"3\"",
            "If-Match '{1}' ہے؛ ETag سے ملا ہوا ایک ٹیگ دیں، مثلاً \"3\""
        ),
        (
            "If-Match is needed here: give the entity tag that was read, for example \"3\", or * for any version",
            "یہاں If-Match ضروری ہے: پڑھا ہوا ٹیگ دیں، مثلاً \"3\"، یا ہر ورژن کے لیے *"
        ),
        (
            "Idempotency-Key must have 1 to 200 printable ASCII characters",
            "Idempotency-Key میں 1 سے 200 قابلِ طباعت ASCII حروف ہونے چاہییں"
        ),
        ("X-Source-Client is '{1}'; expected web, mobile or api", "X-Source-Client '{1}' ہے؛ web، mobile یا api دیں"),
        ("the tag's name in the path is not percent-encoded UTF-8", "پتے میں ٹیگ کا نام درست UTF-8 نہیں"),
        (
            "{1} '{2}' does not exist; identities are whole numbers from 1",
            "{1} '{2}' موجود نہیں؛ شناخت 1 سے شروع ہونے والا پورا عدد ہوتی ہے"
        ),
        ("{1} does not exist", "{1} موجود نہیں"),
        ("task {1}", "کام {1}"), ("tag '{1}'", "ٹیگ '{1}'"),
        ("reminder {1} of task {2}", "کام {2} کی یاد دہانی {1}"),
        ("{1} at line {2}, column {3}", "سطر {2}، خانہ {3} پر: {1}"),
        ("the service cannot take requests now", "سروس اس وقت درخواستیں نہیں لے سکتی"),
        ("the store does not answer now; try again", "ذخیرہ اس وقت جواب نہیں دیتا؛ دوبارہ کوشش کریں"),
        (
            "the version is {1} by now; read it again before changing it",
            "اب ورژن {1} ہے؛ بدلنے سے پہلے دوبارہ پڑھیں"
        ),
        ("another tag is named '{1}', ignoring case", "'{1}' نام کا ایک ٹیگ پہلے سے ہے (بڑے چھوٹے حروف برابر ہیں)"),
        (
            "the Idempotency-Key was used for another command; use a new key",
            "یہ Idempotency-Key کسی اور حکم کے لیے استعمال ہو چکی؛ نئی دیں"
        ),
        ("the reminder's instant has not come", "یاد دہانی کا وقت ابھی نہیں آیا"),
        (
            "too many changes to these tasks at once; try again",
            "ان کاموں میں ایک ساتھ بہت سی تبدیلیاں ہوئیں؛ دوبارہ کوشش کریں"
        ),
        (
            "it is not known whether this was done; repeat it with the same Idempotency-Key",
            "معلوم نہیں کہ یہ ہوا یا نہیں؛ اسی Idempotency-Key کے ساتھ دوبارہ بھیجیں"
        ),
        (
            "more than {1} requests came within a minute; try again in {2} seconds",
            "ایک منٹ میں {1} سے زیادہ درخواستیں آئیں؛ {2} سیکنڈ بعد دوبارہ کوشش کریں"
        ),
        ("{1} not acceptable; errors names each", "{1} قابلِ قبول نہیں؛ errors میں ہر ایک کی تفصیل ہے"),
        ("{1} fields are", "{1} خانے"),
        (
            "a token in an address is seen by others; send it in the first message or in the Authorization header",
            "پتے میں لکھا ٹوکن دوسروں کو نظر آتا ہے؛ اسے پہلے پیغام یا Authorization ہیڈر میں بھیجیں"
        ),
        (
            "a whole number is required",
            "پورا عدد ضروری ہے"
        ),
        (
            "as many WebSockets are open as may be",
            "جتنے WebSocket کھل سکتے ہیں، سب کھلے ہیں"
        ),
        (
            "at most 128 bytes",
            "زیادہ سے زیادہ 128 بائٹ"
        ),
        (
            "expected a number from 0",
            "0 سے شروع ہونے والا عدد ہونا چاہیے"
        ),
        (
            "no message has the type '{1}'; expected 'authenticate'",
            "'{1}' قسم کا کوئی پیغام نہیں؛ 'authenticate' ہونا چاہیے"
        ),
        (
            "open a WebSocket here (RFC 6455, version 13)",
            "یہاں WebSocket کھولیں (RFC 6455، ورژن 13)"
        ),
        (
            "the bytes are no request of HTTP/1.1: {1}",
            "یہ بائٹ HTTP/1.1 کی درخواست نہیں: {1}"
        ),
        (
            "the request line or the headers are longer than is taken here",
            "درخواست کی سطر یا ہیڈر یہاں کی حد سے لمبے ہیں"
        ),
    ]
}
