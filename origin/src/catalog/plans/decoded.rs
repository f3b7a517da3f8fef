//! The text of a file: in which encoding a spreadsheet saved it, the file rarely says.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::{EUC_KR, Encoding, UTF_8};

use super::fault::Fault;

/// A file's text, and the encoding that was understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: &'static str,
}

/// Reads a file that is sent as base64: by its byte order mark, as UTF-8, or, as Korean Excel
/// saves tables, as CP949. Nothing is ever replaced by a guess.
///
/// # Errors
/// No base64; bytes that are none of these, with the first line that is not.
pub(super) fn decode(base64: &str) -> Result<Decoded, Fault> {
    let bytes = STANDARD.decode(base64.trim()).map_err(|_| Fault::of_all("is no base64"))?;
    let marked = Encoding::for_bom(&bytes).map(|(encoding, _)| encoding);
    let tried = marked.map_or_else(|| vec![UTF_8, EUC_KR], |encoding| vec![encoding]);
    for encoding in tried {
        let rest = Encoding::for_bom(&bytes).map_or(0, |(_, length)| length);
        let whole = bytes.get(rest..).unwrap_or_default();
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(whole) {
            let encoding = if encoding == EUC_KR { "CP949 (EUC-KR)" } else { encoding.name() };
            return Ok(Decoded { text: text.into_owned(), encoding });
        }
    }
    let good = std::str::from_utf8(&bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let line = 1 + bytes.iter().take(good).filter(|b| **b == b'\n').count();
    let message = "is neither UTF-8, UTF-16 nor CP949 (EUC-KR); save it as “CSV UTF-8”";
    Err(Fault::at(line, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> Result<Decoded, Fault> {
        decode(&STANDARD.encode(bytes))
    }

    #[test]
    fn what_spreadsheets_save_is_understood_and_named() {
        let table = "구역,열,번호\n가,1,1\n뷁,1,1\n";
        let (korean, _, lost) = EUC_KR.encode(table);
        assert!(!lost);
        let utf16 = |big: bool| -> Vec<u8> {
            let units = "\u{feff}".encode_utf16().chain(table.encode_utf16());
            units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        for (bytes, encoding) in [
            (table.as_bytes().to_vec(), "UTF-8"),
            (format!("\u{feff}{table}").into_bytes(), "UTF-8"),
            (korean.to_vec(), "CP949 (EUC-KR)"),
            (utf16(false), "UTF-16LE"),
            (utf16(true), "UTF-16BE"),
        ] {
            assert_eq!(of(&bytes), Ok(Decoded { text: table.to_owned(), encoding }));
        }
    }

    #[test]
    fn what_is_no_text_is_refused_by_line() {
        assert_eq!(of(b"a\nb\xff\xff\n").unwrap_err().line, Some(2));
        assert_eq!(decode("***").unwrap_err().line, None);
    }
}
