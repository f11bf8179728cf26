extension UrduCatalogue {
    /// Of the fields of inputs.
    static let fields: [Pair] = [
        ("expected an object, found {1}", "آبجیکٹ ہونا چاہیے، ملا: {1}"),
        ("expected a JSON object, found {1}", "JSON آبجیکٹ ہونا چاہیے، ملا: {1}"),
        ("expected a string, found {1}", "متن ہونا چاہیے، ملا: {1}"),
        ("expected a whole number, found {1}", "پورا عدد ہونا چاہیے، ملا: {1}"),
        ("expected true or false, found {1}", "true یا false ہونا چاہیے، ملا: {1}"),
        ("expected an array of strings, found {1}", "متن کی فہرست ہونی چاہیے، ملا: {1}"),
        ("expected a list of dates, found {1}", "تاریخوں کی فہرست ہونی چاہیے، ملا: {1}"),
        ("expected an array of at least one of {1}", "ان میں سے کم از کم ایک کی فہرست ہونی چاہیے: {1}"),
        ("a string is required", "متن ضروری ہے"),
        ("no such field; {1}", "ایسا کوئی خانہ نہیں؛ {1}"),
        ("the fields are {1}", "خانے یہ ہیں: {1}"),
        ("a title of 1 to 200 characters is required", "1 سے 200 حروف کا عنوان ضروری ہے"),
        ("expected a string of 1 to 200 characters, found null", "1 سے 200 حروف کا متن ہونا چاہیے، ملا: null"),
        ("must not contain the character U+0000", "اس میں حرف U+0000 نہیں ہو سکتا"),
        ("must have {1} to {2} characters, found none", "{1} سے {2} حروف ہونے چاہییں، کوئی نہیں ملا"),
        ("must have at most {1} characters, found {2}", "زیادہ سے زیادہ {1} حروف ہو سکتے ہیں، {2} ملے"),
        ("'{1}' is no priority; use high, medium or low", "'{1}' کوئی ترجیح نہیں؛ high، medium یا low دیں"),
        (
            "'{1}' is no IANA time zone; an example is Asia/Karachi",
            "'{1}' کوئی IANA ٹائم زون نہیں؛ مثال: Asia/Karachi"
        ),
        (
            "'{1}' is no date; use 2026-01-31T09:00:00 with time_zone, 2026-01-31T09:00:00Z, 2026-01-31T09:00:00+05:00 "
                + "or 2026-01-31",
            "'{1}' کوئی تاریخ نہیں؛ time_zone کے ساتھ 2026-01-31T09:00:00، یا 2026-01-31T09:00:00Z، یا "
                + "2026-01-31T09:00:00+05:00، یا 2026-01-31 لکھیں"
        ),
        (
            "'{1}' is no instant; use 2026-01-31T09:00:00Z or 2026-01-31T09:00:00+05:00",
            "'{1}' کوئی وقت نہیں؛ 2026-01-31T09:00:00Z یا 2026-01-31T09:00:00+05:00 لکھیں"
        ),
        (
            "'{1}' is no date of the years 0 to 9999 in that time zone",
            "'{1}' اس ٹائم زون میں سال 0 سے 9999 کی کوئی تاریخ نہیں"
        ),
        ("a time zone needs a due_date beside it", "ٹائم زون کے ساتھ due_date بھی چاہیے"),
        ("a task carries at most {1} tags, found {2}", "ایک کام پر زیادہ سے زیادہ {1} ٹیگ ہوتے ہیں، {2} ملے"),
        ("'{1}' is there twice, ignoring case", "'{1}' دو بار ہے (بڑے چھوٹے حروف برابر ہیں)"),
        ("a name of 1 to 50 characters is required", "1 سے 50 حروف کا نام ضروری ہے"),
        ("a tag's name has 1 to 50 characters, found none", "ٹیگ کے نام میں 1 سے 50 حروف ہوتے ہیں، کوئی نہیں ملا"),
        (
            "a tag's name has at most 50 characters, found {1}",
            "ٹیگ کے نام میں زیادہ سے زیادہ 50 حروف ہوتے ہیں، {1} ملے"
        ),
        (
            "'{1}' is no colour; use # and six hexadecimal digits, as #1e90ff",
            "'{1}' کوئی رنگ نہیں؛ # اور چھ ہیکس ہندسے لکھیں، جیسے #1e90ff"
        ),
        (
            "give either recurring_pattern or recurrence, not both",
            "recurring_pattern یا recurrence میں سے ایک دیں، دونوں نہیں"
        ),
        (
            "expected a rule, found null; to stop repeating set recurrence to null",
            "قاعدہ ہونا چاہیے، ملا: null؛ دہرانا روکنے کے لیے recurrence کو null کریں"
        ),
        ("'{1}' is not known; use one of {2}", "'{1}' معلوم نہیں؛ ان میں سے ایک دیں: {2}"),
        ("at most {1} dates are kept, found {2}", "زیادہ سے زیادہ {1} تاریخیں رکھی جاتی ہیں، {2} ملیں"),
        (
            "each must be a local date-time such as 2026-01-31T09:00:00, or a date",
            "ہر ایک مقامی تاریخ اور وقت ہو، جیسے 2026-01-31T09:00:00، یا صرف تاریخ"
        ),
        (
            "a reminder has either a remind_at or an offset to the due date",
            "یاد دہانی میں remind_at یا مقررہ تاریخ سے فاصلہ (offset) میں سے ایک ہوتا ہے"
        ),
        (
            "an instant such as 2026-01-31T09:00:00Z is required, or an offset to the due date such as -PT1H",
            "ایک وقت ضروری ہے، جیسے 2026-01-31T09:00:00Z، یا مقررہ تاریخ سے فاصلہ، جیسے -PT1H"
        ),
        (
            "'{1}' is no offset of at most {2} days; use -PT1H for an hour before, -P1D for a day before, PT0S for the "
                + "due date itself",
            "'{1}' زیادہ سے زیادہ {2} دن کا فاصلہ نہیں؛ ایک گھنٹہ پہلے -PT1H، ایک دن پہلے -P1D، عین وقت پر PT0S لکھیں"
        ),
        (
            "a snooze has only one of preset, until and for",
            "ملتوی کرنے میں preset، until اور for میں سے صرف ایک ہوتا ہے"
        ),
        ("a preset is required, or until, or for", "preset ضروری ہے، یا until، یا for"),
        ("'{1}' is no preset; use one of {2}", "'{1}' کوئی preset نہیں؛ ان میں سے ایک دیں: {2}"),
        ("a time zone needs until beside it", "ٹائم زون کے ساتھ until بھی چاہیے"),
        (
            "'{1}' is no time; use 2026-01-31T09:00:00Z, or 2026-01-31T09:00:00 by your own clock",
            "'{1}' کوئی وقت نہیں؛ 2026-01-31T09:00:00Z لکھیں، یا اپنی گھڑی سے 2026-01-31T09:00:00"
        ),
        (
            "'{1}' is no span of time to come; use PT15M, or P1D for a day",
            "'{1}' آنے والے وقت کا کوئی وقفہ نہیں؛ PT15M، یا ایک دن کے لیے P1D لکھیں"
        ),
        (
            "'{1}' is no time of day; use 00:00 to 23:59, as 09:30",
            "'{1}' دن کا کوئی وقت نہیں؛ 00:00 سے 23:59 تک لکھیں، جیسے 09:30"
        ),
        ("a password has at most {1} bytes of UTF-8", "پاس ورڈ میں UTF-8 کے زیادہ سے زیادہ {1} بائٹ ہوتے ہیں"),
        ("a password has at least {1} characters, found {2}", "پاس ورڈ میں کم از کم {1} حروف ہوتے ہیں، {2} ملے"),
        ("an email address has 3 to 254 bytes", "ای میل پتے میں 3 سے 254 بائٹ ہوتے ہیں"),
        ("'{1}' is no email address such as ada@example.com", "'{1}' کوئی ای میل پتہ نہیں، جیسے ada@example.com"),
        (
            "a name has 1 to {1} characters, none of them a control character",
            "نام میں 1 سے {1} حروف ہوتے ہیں، کوئی کنٹرول حرف نہیں"
        ),
        (
            "expected an instant in the future such as 2027-01-31T09:00:00Z, or null",
            "آنے والا وقت ہونا چاہیے، جیسے 2027-01-31T09:00:00Z، یا null"
        ),
    ]
}
