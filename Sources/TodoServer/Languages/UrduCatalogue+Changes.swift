extension UrduCatalogue {
    /// Every message that has a translation.
    static let all: [Pair] = requests + access + fields + changes + files + webhooks

    /// Of subtasks, bulk requests, trash, saved filters and commands over sockets.
    static let changes: [Pair] = [
        (
            "'parent' is '{1}'; expected the identity of a task, or none",
            "'parent' کی قدر '{1}' ہے؛ کسی کام کا نمبر یا none دیں"
        ),
        (
            "expected the identity of a task, a whole number from 1, found {1}",
            "کسی کام کا نمبر، یعنی 1 یا اس سے بڑا پورا عدد ہونا چاہیے تھا، {1} ملا"
        ),
        (
            "If-Match is for one task; give an operation a version instead",
            "If-Match ایک کام کے لیے ہے؛ اس کی جگہ عمل میں version دیں"
        ),
        ("'{1}' is no action; use {2}", "'{1}' کوئی عمل نہیں؛ ان میں سے ایک دیں: {2}"),
        ("the task's fields are required", "کام کے خانے ضروری ہیں"),
        ("the identity of the task is required", "کام کا نمبر ضروری ہے"),
        (
            "the saved filter's name in the path is not percent-encoded UTF-8",
            "پتے میں محفوظ فلٹر کا نام percent-encoded UTF-8 نہیں ہے"
        ),
        ("'{1}' is none of {2}", "'{1}' ان میں سے نہیں: {2}"),
        (
            "'{1}' is no language tag; use a language and maybe a region, as ur-PK",
            "'{1}' زبان کا نشان نہیں؛ زبان اور چاہیں تو علاقہ دیں، جیسے ur-PK"
        ),
        (
            "'{1}' begins no week; use monday, saturday or sunday",
            "'{1}' سے ہفتہ شروع نہیں ہوتا؛ monday، saturday یا sunday دیں"
        ),
        ("the token was revoked", "ٹوکن منسوخ ہو چکا ہے"),
        (
            "no message has the type '{1}'; expected 'authenticate' or 'command'",
            "'{1}' قسم کا کوئی پیغام نہیں؛ 'authenticate' یا 'command' ہونا چاہیے"
        ),
        ("Idempotency-Key {1}", "Idempotency-Key درست نہیں: {1}"),
        ("an object with the fields is required", "خانوں والا ایک object ضروری ہے"),
        ("a whole number from 1 is required", "1 یا اس سے بڑا پورا عدد ضروری ہے"),
        ("expected a whole number from 1", "1 یا اس سے بڑا پورا عدد ہونا چاہیے"),
    ]

    /// Of files, secret links and the end of an account.
    static let files: [Pair] = [
        (
            "Content-Type is '{1}'; expected application/x-ndjson for a complete export, text/calendar for iCalendar,"
                + " or text/csv for a table of Todoist's",
            "Content-Type '{1}' ہے؛ مکمل برآمد کے لیے application/x-ndjson، iCalendar کے لیے text/calendar،"
                + " یا Todoist کے جدول کے لیے text/csv ہونا چاہیے"
        ),
        ("a file for import has at most {1} bytes", "درآمد کی فائل زیادہ سے زیادہ {1} بائٹ کی ہو سکتی ہے"),
        ("the file was not taken: {1}{2}", "فائل نہیں لی گئی: {1}{2}"),
        ("'{1}' is '{2}'; expected true or false", "'{1}' کی قدر '{2}' ہے؛ true یا false دیں"),
        ("there is no secret link; POST makes one", "کوئی خفیہ ربط نہیں؛ POST سے بنتا ہے"),
        ("there is no secret link", "کوئی خفیہ ربط نہیں"),
        (
            "too many files are read and written at this moment; try again in a few seconds",
            "اس وقت بہت سی فائلیں پڑھی اور لکھی جا رہی ہیں؛ چند سیکنڈ بعد کوشش کریں"
        ),
        ("the password is not that of this account", "یہ اس اکاؤنٹ کا پاس ورڈ نہیں"),
        (
            "expected the user_id of the path, to confirm that all is to go",
            "تصدیق کے لیے کہ سب کچھ مٹ جائے، پتے والا user_id ہونا چاہیے"
        ),
    ]
}
