//! The words of account mails, in both languages. What a stranger could have set off says so
//! and what to do: nothing.
//!
//! Until an address is proved, whoever signed up with it may be a stranger to its reader: then
//! nothing that they typed stands in the mail, or our mail would carry their message.

use crate::mail::Language;

/// Subject and text.
pub(super) type Words = (String, String);

/// Proves the address.
pub(super) fn verify(language: Language, link: &str) -> Words {
    write(
        (language, None),
        ("[Frontrow] 이메일 주소를 확인해 주세요", "[Frontrow] Please confirm your e-mail address"),
        &format!(
            "아래 링크에서 이메일 주소를 확인해 주세요. 24시간 동안 한 번 쓸 수 있습니다.\n\n{link}\n\n\
             가입하신 적이 없다면 링크를 누르지 말고 이 메일을 지우셔도 됩니다."
        ),
        &format!(
            "please confirm your e-mail address by this link. It works once, for 24 hours.\n\n{link}\n\n\
             If you did not sign up, do not follow the link; you can delete this mail."
        ),
    )
}

/// Sets a new password.
pub(super) fn reset(language: Language, name: Option<&str>, link: &str) -> Words {
    write(
        (language, name),
        ("[Frontrow] 새 비밀번호 설정", "[Frontrow] Set a new password"),
        &format!(
            "아래 링크에서 새 비밀번호를 설정해 주세요. 30분 동안 한 번 쓸 수 있습니다.\n\n{link}\n\n\
             설정하면 모든 기기에서 로그아웃되고 다른 서비스의 로그인 연결도 풀립니다. 요청하신 적이 없다면 이 메일을 지우셔도 됩니다. 바뀌는 것은 없습니다."
        ),
        &format!(
            "set a new password by this link. It works once, for 30 minutes.\n\n{link}\n\n\
             All your devices will be signed out, and sign-ins of other services unlinked. If you did not ask for this, you can delete this mail: nothing changes."
        ),
    )
}

/// The password is another one.
pub(super) fn password_changed(language: Language, name: Option<&str>, site: &str) -> Words {
    write(
        (language, name),
        ("[Frontrow] 비밀번호가 변경되었습니다", "[Frontrow] Your password was changed"),
        &format!(
            "비밀번호가 변경되었습니다.\n\n직접 변경하지 않으셨다면 바로 새 비밀번호를 설정해 주세요: {site}/forgot/"
        ),
        &format!(
            "your password was changed.\n\nIf that was not you, set a new one at once: {site}/forgot/"
        ),
    )
}

/// An outside sign-in belongs to the account now.
pub(super) fn outside_linked(language: Language, name: Option<&str>, site: &str) -> Words {
    write(
        (language, name),
        (
            "[Frontrow] 새 로그인 방법이 연결되었습니다",
            "[Frontrow] A new way of signing in was linked",
        ),
        &format!(
            "다른 서비스의 계정으로도 로그인할 수 있게 되었습니다.\n\n직접 하신 일이 아니라면 바로 새 비밀번호를 설정하고 문의해 주세요: {site}/forgot/"
        ),
        &format!(
            "you can now sign in with your account at another service, too.\n\n\
             If that was not you, set a new password at once and write to us: {site}/forgot/"
        ),
    )
}

/// The account is closed.
pub(super) fn withdrawn(language: Language) -> Words {
    write(
        (language, None),
        ("[Frontrow] 탈퇴가 완료되었습니다", "[Frontrow] Your account is closed"),
        "탈퇴가 완료되어 이름, 이메일, 비밀번호, 로그인 기록을 지웠습니다.\n주문과 결제 기록은 법이 정한 기간 동안 이름 없이 보관합니다. 그동안 이용해 주셔서 감사합니다.",
        "your account is closed. We erased your name, address, password and sign-ins.\n\
         Records of orders and payments are kept without your name for as long as the law asks. Thank you for having been with us.",
    )
}

fn write(
    (language, name): (Language, Option<&str>),
    subject: (&str, &str),
    ko: &str,
    en: &str,
) -> Words {
    let greeting = match name {
        None => language.pick("안녕하세요.", "Hello,").to_owned(),
        Some(name) => match language {
            Language::Ko => format!("{name} 님, 안녕하세요."),
            Language::En => format!("Hello {name},"),
        },
    };
    let sign = language.pick("Frontrow 드림", "Frontrow");
    let text = format!("{greeting}\n\n{}\n\n{sign}\n", language.pick(ko, en));
    (language.pick(subject.0, subject.1).to_owned(), text)
}
