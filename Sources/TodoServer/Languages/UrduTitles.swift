extension ProblemKind {
    /// The title in Urdu.
    var urduTitle: String {
        switch self {
        case .malformedJSON: "درخواست کا متن JSON نہیں ہے"
        case .malformedRequest: "درخواست درست شکل میں نہیں ہے"
        case .unknownParameter: "پتے میں ایک نامعلوم پیرامیٹر ہے"
        case .invalidParameter: "پتے کے ایک پیرامیٹر کی قدر درست نہیں"
        case .unauthenticated: "ایک درست ٹوکن درکار ہے"
        case .invalidCredentials: "ای میل یا پاس ورڈ غلط ہے"
        case .forbidden: "یہ ٹوکن کسی اور صارف کا ہے"
        case .insufficientScope: "یہ API ٹوکن اس کام کے لیے نہیں"
        case .sessionRequired: "API ٹوکن سے یہ کام نہیں ہو سکتا"
        case .notFound: "یہاں کچھ نہیں ہے"
        case .methodNotAllowed: "یہ طریقہ یہاں قبول نہیں"
        case .conflict: "درخواست موجودہ حالت سے ٹکراتی ہے"
        case .emailTaken: "اس ای میل کا اکاؤنٹ پہلے سے موجود ہے"
        case .versionMismatch: "اس دوران تبدیلی ہو چکی ہے"
        case .preconditionRequired: "درخواست کو بتانا ہوگا کہ وہ کیا بدلتی ہے"
        case .bodyTooLarge: "درخواست کا متن بہت بڑا ہے"
        case .unsupportedMediaType: "متن کی یہ قسم یہاں قبول نہیں"
        case .headersTooLarge: "ہیڈر بہت بڑے ہیں"
        case .invalid: "دی گئی معلومات درست نہیں"
        case .keyReused: "یہ Idempotency-Key کسی اور درخواست کی ہے"
        case .tooManyConnections: "ایک صارف کے لیے جتنے کنکشن ہو سکتے ہیں، سب کھلے ہیں"
        case .tooManyRequests: "بہت زیادہ درخواستیں آئیں"
        case .tooManyAttempts: "بہت زیادہ کوششیں ہوئیں"
        case .requestTimeout: "درخواست آنے میں بہت دیر لگی"
        case .deadlineExceeded: "درخواست میں بہت دیر لگی"
        case .upgradeRequired: "یہ پتہ صرف WebSocket کے لیے ہے"
        case .internalError: "ہماری طرف کچھ خرابی ہوئی"
        case .unavailable: "سروس اس وقت جواب نہیں دے سکتی"
        }
    }
}
