//! The QR code of an address: as text for a terminal, as squares for a window.

use qrcode::{Color, EcLevel};

/// A QR code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrCode {
    /// Squares of a side.
    pub side: usize,
    /// Row by row, whether each square is dark.
    pub dark: Vec<bool>,
}

/// The QR code of a text; none when it is too long for one.
pub fn qr_code(text: &str) -> Option<QrCode> {
    let code = qrcode::QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let dark = code.to_colors().iter().map(|colour| *colour == Color::Dark).collect();
    Some(QrCode { side: code.width(), dark })
}

/// The QR code of a text for a terminal, two squares a letter, with the light border that readers need.
pub fn qr_text(text: &str) -> Option<String> {
    let QrCode { side, dark } = qr_code(text)?;
    let (border, end) = (2_usize, side + 4);
    let is_dark = |x: usize, y: usize| {
        let inside = (border..side + border).contains(&x) && (border..side + border).contains(&y);
        inside && dark[(y - border) * side + x - border]
    };
    let letter = |x, y| match (is_dark(x, y), y + 1 < end && is_dark(x, y + 1)) {
        // Light squares are drawn, so that the code is read on a dark terminal.
        (false, false) => '█',
        (false, true) => '▀',
        (true, false) => '▄',
        (true, true) => ' ',
    };
    let row = |y| (0..end).map(|x| letter(x, y)).collect::<String>();
    Some((0..end).step_by(2).map(row).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_square_with_its_three_corners() {
        let code = qr_code("dientap://192.0.2.7:7443#ABCD-EFGH-JKMN-PQRS").unwrap();
        assert_eq!(code.dark.len(), code.side * code.side);
        for (x, y) in [(0, 0), (code.side - 7, 0), (0, code.side - 7)] {
            assert!((0..7).all(|step| code.dark[y * code.side + x + step]), "edge of the corner at {x}, {y}");
        }
        let corner = code.side - 7;
        let is_edge = |step: usize| {
            let (top, left) = (corner * code.side + corner + step, (corner + step) * code.side + corner);
            code.dark[top] && code.dark[left]
        };
        assert!(!(0..7).all(is_edge), "no fourth corner");
        let text = qr_text("dientap").unwrap();
        assert!(text.lines().all(|line| line.chars().count() == text.lines().next().unwrap().chars().count()));
    }
}
