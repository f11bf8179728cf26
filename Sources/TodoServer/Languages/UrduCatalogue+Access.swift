extension UrduCatalogue {
    /// Of who is let in.
    static let access: [Pair] = [
        ("the token is malformed", "ٹوکن درست شکل میں نہیں ہے"),
        (
            "the token is not signed with an algorithm that its key allows",
            "ٹوکن پر ایسے طریقے سے دستخط ہیں جس کی اس کی کلید اجازت نہیں دیتی"
        ),
        ("the token names a key that is not known here", "ٹوکن ایسی کلید کا نام لیتا ہے جو یہاں معلوم نہیں"),
        ("the token's signature is wrong", "ٹوکن کے دستخط غلط ہیں"),
        ("the token was issued by somebody else", "ٹوکن کسی اور نے جاری کیا ہے"),
        ("the token is for another audience", "ٹوکن کسی اور سروس کے لیے ہے"),
        ("the token has expired", "ٹوکن کی میعاد ختم ہو چکی ہے"),
        ("the token is not valid yet", "ٹوکن کی میعاد ابھی شروع نہیں ہوئی"),
        ("the token was revoked; sign in again", "ٹوکن منسوخ ہو چکا ہے؛ دوبارہ سائن اِن کریں"),
        ("no such API token; it may have been revoked", "ایسا کوئی API ٹوکن نہیں؛ شاید منسوخ ہو چکا ہو"),
        ("the token is not for the user in the path", "ٹوکن پتے میں لکھے صارف کا نہیں ہے"),
        (
            "there is no Authorization header; expected 'Bearer' and an access token",
            "Authorization ہیڈر نہیں ہے؛ 'Bearer' اور ٹوکن دیں"
        ),
        (
            "the Authorization header is not 'Bearer' and an access token",
            "Authorization ہیڈر 'Bearer' اور ٹوکن پر مشتمل نہیں"
        ),
        (
            "an API token is not taken here; sign in and use that token",
            "یہاں API ٹوکن نہیں لیا جاتا؛ سائن اِن کر کے وہ ٹوکن استعمال کریں"
        ),
        ("the API token lacks the scope '{1}'", "API ٹوکن کو '{1}' کی اجازت نہیں"),
        ("API token '{1}' does not exist", "API ٹوکن '{1}' موجود نہیں"),
        (
            "there are {1} API tokens, as many as there may be; revoke one first",
            "{1} API ٹوکن موجود ہیں، اس سے زیادہ نہیں ہو سکتے؛ پہلے ایک منسوخ کریں"
        ),
        ("an account with the email '{1}' exists already", "'{1}' ای میل کا اکاؤنٹ پہلے سے موجود ہے"),
        ("no account has this email and password", "اس ای میل اور پاس ورڈ کا کوئی اکاؤنٹ نہیں"),
        (
            "the user's account is kept elsewhere; change the password there",
            "صارف کا اکاؤنٹ کہیں اور رکھا ہے؛ پاس ورڈ وہیں بدلیں"
        ),
        ("this is not the account's password", "یہ اس اکاؤنٹ کا پاس ورڈ نہیں"),
        ("the password was changed meanwhile", "اس دوران پاس ورڈ بدل چکا ہے"),
        (
            "too many people sign in at this moment; try again in a few seconds",
            "اس وقت بہت سے لوگ سائن اِن کر رہے ہیں؛ چند سیکنڈ بعد کوشش کریں"
        ),
        (
            "too many attempts to sign in; try again in {1} seconds",
            "سائن اِن کی بہت زیادہ کوششیں ہوئیں؛ {1} سیکنڈ بعد کوشش کریں"
        ),
        (
            "too many accounts were made from here; try again in {1} seconds",
            "یہاں سے بہت زیادہ اکاؤنٹ بنائے گئے؛ {1} سیکنڈ بعد کوشش کریں"
        ),
    ]
}
