use super::*;

fn kept(text: &str) -> String {
    Email::parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).to_string()
}

#[test]
fn an_address_has_one_spelling() {
    for (typed, spelling) in [
        ("a@example.com", "a@example.com"),
        (" Min.Ji+tickets@Mail.Example.co.KR ", "Min.Ji+tickets@mail.example.co.kr"),
        ("o'brien@example.com", "o'brien@example.com"),
        ("minji@예시.한국", "minji@xn--vv4b11d.xn--3e0b707e"),
        ("minji@예시。한국", "minji@xn--vv4b11d.xn--3e0b707e"),
        ("minji@XN--VV4B11D.xn--3e0b707e", "minji@xn--vv4b11d.xn--3e0b707e"),
        ("minji@\u{110b}\u{1168}\u{1109}\u{1175}.한국", "minji@xn--vv4b11d.xn--3e0b707e"),
        ("minji@BÜCHER.example", "minji@xn--bcher-kva.example"),
        ("김민지@예시.한국", "김민지@xn--vv4b11d.xn--3e0b707e"),
        ("zoe\u{308}@example.com", "zoë@example.com"),
        ("\"a..b\"@example.com", "\"a..b\"@example.com"),
        ("\".a\"@example.com", "\".a\"@example.com"),
        ("\"a,b\"@example.com", "\"a,b\"@example.com"),
        ("\"a@b\"@example.com", "\"a@b\"@example.com"),
        ("\"a\\\"b\"@example.com", "\"a\\\"b\"@example.com"),
        // Quotes that change nothing are no other address.
        ("\"min\\ji\"@example.com", "minji@example.com"),
        ("\"\u{1100}\\\u{1161}\"@example.com", "가@example.com"),
    ] {
        assert_eq!(kept(typed), spelling, "{typed}");
        assert_eq!(kept(spelling), spelling);
    }
    let email = Email::parse("minji@xn--vv4b11d.xn--3e0b707e").unwrap();
    assert_eq!(email.shown(), "minji@예시.한국");
    assert_eq!(email.local_part(), "minji");
}

#[test]
fn slips_are_refused_with_what_is_wrong() {
    let long = format!("{}@example.com", "a".repeat(65));
    let longer = format!("a@{}.com", vec!["a".repeat(60); 5].join("."));
    for (typed, error) in [
        ("", EmailError::Form),
        ("a", EmailError::Form),
        ("@example.com", EmailError::Form),
        ("\"\"@example.com", EmailError::Form),
        ("a..b@example.com", EmailError::Dots),
        (".a@example.com", EmailError::Dots),
        ("a.@example.com", EmailError::Dots),
        ("a,b@example.com", EmailError::Character(',')),
        ("a b@example.com", EmailError::Character(' ')),
        ("\"a b\"@example.com", EmailError::Character(' ')),
        ("a@@example.com", EmailError::Character('@')),
        ("Minji <a@example.com", EmailError::Character(' ')),
        ("<a@example.com>", EmailError::Character('<')),
        ("\"a\"b\"@example.com", EmailError::Character('"')),
        ("🎫@example.com", EmailError::Character('🎫')),
        ("ａ@example.com", EmailError::Character('ａ')),
        ("a\u{200b}@example.com", EmailError::Invisible(0x200b)),
        ("a@exam\u{ad}ple.com", EmailError::Invisible(0xad)),
        ("a@example.com\n.x", EmailError::Invisible(10)),
        ("a\u{202e}@example.com", EmailError::Invisible(0x202e)),
        ("a@", EmailError::Domain),
        ("a@localhost", EmailError::Domain),
        ("a@example..com", EmailError::Domain),
        ("a@-example.com", EmailError::Domain),
        ("a@exa_mple.com", EmailError::Domain),
        ("a@127.0.0.1", EmailError::Domain),
        ("a@[127.0.0.1]", EmailError::Domain),
        ("a@i❤.example", EmailError::Character('❤')),
        ("a@xn--i-7iq.example", EmailError::Character('❤')),
        (&long, EmailError::Long),
        (&longer, EmailError::Domain),
    ] {
        assert_eq!(Email::parse(typed), Err(error), "{typed}");
    }
}

#[test]
fn whatever_is_taken_is_taken_again_and_by_the_mailer() {
    use proptest::prelude::*;
    let local = "[a-zA-Z0-9.,\"\\\\@!#가-갛é\u{301}\u{1100}\u{1161}ａ ]{0,10}";
    let domain = "[a-zA-Z0-9.가-갛é\u{1100}\u{1161}。-]{0,10}\\.(com|한국|KR)";
    proptest!(|(local in local, domain in domain, quoted: bool)| {
        let local = if quoted { format!("\"{local}\"") } else { local };
        if let Ok(email) = Email::parse(&format!("{local}@{domain}")) {
            prop_assert_eq!(Email::parse(email.as_str()), Ok(email.clone()));
            prop_assert_eq!(Email::parse(&email.shown()), Ok(email.clone()));
            let text = email.to_string();
            prop_assert_eq!(text.parse::<Address>().map(|a| a.to_string()), Ok(text));
        }
    });
}
