//! The picture of a ticket's code.

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

/// Smallest edge in pixels; it scales without loss.
const EDGE: u32 = 240;

/// An SVG with a quiet zone, black on white even in dark pages, since scanners need it so.
///
/// # Errors
/// A text too long for a QR code.
pub(super) fn svg_of(code: &str) -> Result<String, qrcode::types::QrError> {
    let code = QrCode::with_error_correction_level(code, EcLevel::M)?;
    Ok(code
        .render::<svg::Color<'_>>()
        .min_dimensions(EDGE, EDGE)
        .quiet_zone(true)
        .dark_color(svg::Color("#000000"))
        .light_color(svg::Color("#ffffff"))
        .build())
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_is_an_svg() {
        let svg = super::svg_of(&"A".repeat(32)).unwrap();
        assert!(svg.contains("<svg") && svg.ends_with("</svg>"));
    }
}
