//! Where a hall is, as people type it, scan it and read it aloud.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// Port of a hall unless another is given.
pub const PORT: u16 = 7_443;
/// Digits and letters that are not taken for each other, as in the hall's codes.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Signs of a fingerprint.
const FINGERPRINT_SIGNS: usize = 16;

/// The first 80 bits of the SHA-256 of the host's certificate: short enough to type, too long to forge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint([u8; 10]);

impl Fingerprint {
    /// That of a certificate in DER.
    pub fn of(certificate: &[u8]) -> Self {
        let hash: [u8; 32] = Sha256::digest(certificate).into();
        let mut start = [0; 10];
        start.copy_from_slice(&hash[..10]);
        Self(start)
    }
}

/// Four groups of four signs.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = self.0.iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
        for place in 0..FINGERPRINT_SIGNS {
            if place > 0 && place % 4 == 0 {
                f.write_str("-")?;
            }
            let sign = bits >> (5 * (FINGERPRINT_SIGNS - 1 - place)) & 31;
            write!(f, "{}", char::from(SIGNS[sign as usize]))?;
        }
        Ok(())
    }
}

impl FromStr for Fingerprint {
    type Err = BadAddress;

    fn from_str(text: &str) -> Result<Self, BadAddress> {
        let signs: Vec<u8> = text.bytes().filter(|sign| !matches!(sign, b'-' | b' ')).collect();
        if signs.len() != FINGERPRINT_SIGNS {
            return Err(BadAddress::Fingerprint);
        }
        let value = |sign: &u8| SIGNS.iter().position(|known| known == &sign.to_ascii_uppercase());
        let mut bits = 0_u128;
        for sign in &signs {
            bits = bits << 5 | value(sign).ok_or(BadAddress::Fingerprint)? as u128;
        }
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&bits.to_be_bytes()[6..]);
        Ok(Self(bytes))
    }
}

/// Where a hall is: `192.0.2.10`, `192.0.2.10:7443`, `[2001:db8::1]:7443#FINGERPRINT`, `dientap://…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Name or number of the machine.
    pub host: String,
    /// Port.
    pub port: u16,
    /// The certificate that the host must show; any without it.
    pub fingerprint: Option<Fingerprint>,
}

/// Why a text is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    /// No machine is named.
    #[error("HOST[:PORT][#FINGERPRINT]")]
    Host,
    /// The port is no number from 1 to 65535.
    #[error("PORT: 1–65535")]
    Port,
    /// The fingerprint is not of sixteen signs.
    #[error("FINGERPRINT: XXXX-XXXX-XXXX-XXXX")]
    Fingerprint,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_v6 = self.host.contains(':');
        let (open, close) = if is_v6 { ("[", "]") } else { ("", "") };
        write!(f, "{open}{}{close}:{}", self.host, self.port)?;
        self.fingerprint.map_or(Ok(()), |fingerprint| write!(f, "#{fingerprint}"))
    }
}

impl FromStr for Address {
    type Err = BadAddress;

    fn from_str(text: &str) -> Result<Self, BadAddress> {
        let text = text.trim();
        let text = text.strip_prefix("dientap://").unwrap_or(text);
        let (place, fingerprint) = match text.split_once('#') {
            Some((place, fingerprint)) => (place, Some(fingerprint.parse()?)),
            None => (text, None),
        };
        let (host, port) = match place.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((host, rest)) => (host, rest.strip_prefix(':')),
            // More than one colon without brackets is an IPv6 number without a port.
            None if place.matches(':').count() > 1 => (place, None),
            None => place.split_once(':').map_or((place, None), |(host, port)| (host, Some(port))),
        };
        if host.is_empty() || host.contains(char::is_whitespace) {
            return Err(BadAddress::Host);
        }
        let port = port.map_or(Ok(PORT), |port| port.parse().map_err(|_| BadAddress::Port))?;
        if port == 0 {
            return Err(BadAddress::Port);
        }
        Ok(Self { host: host.to_owned(), port, fingerprint })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_read_as_people_write_them() {
        let read = |text: &str| text.parse::<Address>().map(|address| (address.host, address.port));
        assert_eq!(read(" 192.0.2.7 "), Ok(("192.0.2.7".to_owned(), PORT)));
        assert_eq!(read("may-chu.test:99"), Ok(("may-chu.test".to_owned(), 99)));
        assert_eq!(read("2001:db8::7"), Ok(("2001:db8::7".to_owned(), PORT)));
        assert_eq!(read("dientap://[2001:db8::7]:80"), Ok(("2001:db8::7".to_owned(), 80)));
        assert_eq!(read(":80"), Err(BadAddress::Host));
        assert_eq!(read("a:0"), Err(BadAddress::Port));
        assert_eq!(read("a:b"), Err(BadAddress::Port));
        assert_eq!(read("a#123"), Err(BadAddress::Fingerprint));
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed(seed: [u8; 32], port in 1_u16.., small: bool) {
            let address = Address {
                host: "2001:db8::1".to_owned(),
                port,
                fingerprint: Some(Fingerprint::of(&seed)),
            };
            let shown = address.to_string();
            let typed = if small { shown.to_lowercase() } else { shown };
            prop_assert_eq!(typed.parse::<Address>(), Ok(address));
        }
    }
}
