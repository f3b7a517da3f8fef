//! What is refused before anything is looked at: methods that no address takes, and second
//! spellings of an address.

use frontrow_shared::problem::Code;
use worker::web_sys::Request;

/// Every method that some address takes. The `worker` crate reads any other as GET, so it has to
/// end here.
const METHODS: [&str; 4] = ["GET", "HEAD", "POST", "DELETE"];

/// Why a request is answered by nobody.
pub(crate) fn refuse(request: &Request) -> Result<(), Code> {
    if !METHODS.contains(&request.method().as_str()) {
        return Err(Code::MethodNotAllowed);
    }
    // Readers of addresses take away dots, and turn backslashes: one address, one spelling.
    let address = request.url();
    let read = worker::Url::parse(&address).map_err(|_| Code::NotFound)?;
    if path_of(&address) == Some(read.path()) { Ok(()) } else { Err(Code::NotFound) }
}

/// The path as it was sent.
fn path_of(address: &str) -> Option<&str> {
    let (_, behind) = address.split_once("://")?;
    let path = &behind[behind.find('/')?..];
    path.split(['?', '#']).next()
}
