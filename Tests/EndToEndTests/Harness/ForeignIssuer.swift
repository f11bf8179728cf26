/// An issuer of tokens whose private key nobody has any more: it made one token, with openssl, good until 2100.
enum ForeignIssuer {
    static let keySet =
        #"{"keys":[{"kty":"RSA","kid":"rsa-1","alg":"RS256","e":"AQAB","n":""# + modulus + #""}]}"#

    static let token =
        "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6InJzYS0xIn0.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUuY29t"
        + "Iiwic3ViIjoiYWRhIiwiYXVkIjoidG9kbyIsImlhdCI6MTc2OTg1MDAwMCwiZXhwIjo0MTAyNDQ0ODAwfQ.Nm-MfX_keom4m"
        + "O39HHP4A07ycu0-xpgvkhApptnrDI0htQrpvitG1yiFXtKfgu-rbaYCt-iuJAE9XQEum0IrS0sgdXI6KiOEXdAi5bFGlH33c"
        + "nk9879Jo1Fk6A-dMvaN4ll83myDrlwCI2dDqFcxwbHFx2ndgHwK32mQUg-WrN2wF-8ezbg7TLDvwBj7pkDi4E7L_Ndn9UPBJ"
        + "JzJurhBvwbUaj0pdNbGDH9lvFbYiXHd2sk3YYpqWjQYda69ngAmF4YsvCXypgpcpdCJ5JUD5fE3yYw5wCzSzqGRMto6otCwz"
        + "fH3RRbW2E6CHzBUErIuJWxYTqlWU_FtIR4OIPe0bA"

    private static let modulus =
        "z5irkKLhof8Gp0fIJx8AAFkfeN_UdjtTTRCfA1RwmZipWe9xfbUkPS3ipsdPiSKqpsDl6JBWfofpTlZhPf7HrjeLu04KYLrU"
        + "fSATvw7TZZTbpGKfwNvHokpMdG0UhYvwaDWARf03gjP6B3P76pKCL4OReJRf36T3cp-SMlZU5bWL2mjVCV1oRFL-TGq4r6tM"
        + "bKqmN9vCMlotDCuFEFY29c0fdC_U1KGqjN8iWFfjWKZpDyv31D9v_9YnlmSOlebCxfkmnoRK29eWieqN27wPXURdzWhbg6Nk"
        + "XH0d_X2rrVaeRvdVlvk62JNDDWlm9BbZa2UWr83zPA_Qyb2iPNCj-Q"
}
