extension UrduCatalogue {
    /// Of webhooks.
    static let webhooks: [Pair] = [
        ("webhook '{1}' does not exist", "ویب ہُک '{1}' موجود نہیں"),
        (
            "there are {1} webhooks, as many as there may be; delete one first",
            "{1} ویب ہُک موجود ہیں، اس سے زیادہ نہیں ہو سکتے؛ پہلے ایک حذف کریں"
        ),
        (
            "a test is under way already; wait for it to end",
            "ایک آزمائش پہلے سے جاری ہے؛ اس کے ختم ہونے کا انتظار کریں"
        ),
        (
            "a description has at most {1} characters, none of them a control character",
            "تفصیل میں زیادہ سے زیادہ {1} حروف ہو سکتے ہیں، اور کوئی کنٹرول حرف نہیں"
        ),
        (
            "expected null for every type, or an array of at least one of {1}",
            "ہر قسم کے لیے null دیں، یا ان میں سے کم از کم ایک کی فہرست: {1}"
        ),
        (
            "expected an absolute URL of at most {1} characters without spaces and without '#'",
            "مکمل URL دیں جس میں زیادہ سے زیادہ {1} حروف ہوں، خالی جگہ اور '#' کے بغیر"
        ),
        ("the URL must begin with https://", "URL کو https:// سے شروع ہونا چاہیے"),
        ("the URL must not contain a user name or a password", "URL میں صارف کا نام یا پاس ورڈ نہیں ہونا چاہیے"),
        (
            "the host must be a name such as hooks.example.com, or an address in its usual spelling",
            "میزبان hooks.example.com جیسا نام ہو، یا عام شکل میں لکھا ہوا پتہ"
        ),
        (
            "the host must be a name that everybody on the internet can resolve",
            "میزبان کا نام ایسا ہو جو انٹرنیٹ پر ہر کوئی پا سکے"
        ),
        ("the port must be one of {1}", "پورٹ ان میں سے ایک ہونی چاہیے: {1}"),
        ("the host has no address", "میزبان کا کوئی پتہ نہیں"),
        (
            "the host must have public addresses only, and has one of {1}",
            "میزبان کے سب پتے عوامی ہونے چاہئیں، مگر ایک {1} کا ہے"
        ),
    ]
}
