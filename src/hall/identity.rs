//! What a host is known by: its certificate, made at the first start, and the secret that its codes follow from.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use super::address::Fingerprint;
use super::error::HallError;
use crate::live::Secret;

/// The certificate in DER.
const CERTIFICATE: &str = "certificate.der";
/// Its key in DER.
const KEY: &str = "key.der";
/// The 32 bytes that the codes follow from.
const SECRET: &str = "secret";
/// Name in the certificate. Clients compare the fingerprint, not the name.
pub(super) const NAME: &str = "dientap.test";

/// What a host is known by.
pub struct Identity {
    certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
    /// What the codes follow from.
    pub secret: Secret,
}

impl Identity {
    /// The identity kept in `folder`, made anew where there is none.
    ///
    /// # Errors
    /// When it cannot be read, made or written.
    pub fn open(folder: &Path) -> Result<Self, HallError> {
        let kept = |name: &str| folder.join(name);
        if !kept(SECRET).exists() {
            let made = rcgen::generate_simple_self_signed([NAME.to_owned()]).map_err(|_| HallError::Certificate)?;
            write_private(&kept(CERTIFICATE), made.cert.der())?;
            write_private(&kept(KEY), &made.signing_key.serialize_der())?;
            // Last, so that an identity that was cut short is made again.
            write_private(&kept(SECRET), &random::<32>()?)?;
        }
        let read = |name: &str| fs::read(kept(name)).map_err(|error| HallError::file(&kept(name), &error));
        let secret = read(SECRET)?.try_into().map_err(|_| HallError::BadFile(kept(SECRET)))?;
        Ok(Self {
            certificate: CertificateDer::from(read(CERTIFICATE)?),
            key: PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(read(KEY)?)),
            secret: Secret(secret),
        })
    }

    /// What clients compare.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.certificate)
    }

    /// TLS 1.3 with this certificate.
    ///
    /// # Errors
    /// When the kept key and certificate are no pair.
    pub(super) fn server_config(&self) -> Result<Arc<ServerConfig>, HallError> {
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&[&rustls::version::TLS13])
            .and_then(|builder| {
                let chain = vec![self.certificate.clone()];
                builder.with_no_client_auth().with_single_cert(chain, self.key.clone_key())
            });
        config.map(Arc::new).map_err(|_| HallError::Certificate)
    }
}

/// Random bytes of the system.
///
/// # Errors
/// When the system has none.
pub fn random<const N: usize>() -> Result<[u8; N], HallError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| HallError::NoRandom)?;
    Ok(bytes)
}

/// Writes a whole file that only its owner may read: first beside it, so that there is never half a file.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), HallError> {
    let failed = |error: &std::io::Error| HallError::file(path, error);
    let beside = path.with_extension("new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside).map_err(|error| failed(&error))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|error| failed(&error))?;
    fs::rename(&beside, path).map_err(|error| failed(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_stays_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let first = Identity::open(folder.path()).unwrap();
        let second = Identity::open(folder.path()).unwrap();
        assert_eq!(first.fingerprint(), second.fingerprint());
        assert_eq!(first.secret.0, second.secret.0);
        assert!(second.server_config().is_ok());
        let other = tempfile::tempdir().unwrap();
        assert_ne!(Identity::open(other.path()).unwrap().fingerprint(), first.fingerprint());
    }

    #[test]
    fn a_damaged_identity_is_named() {
        let folder = tempfile::tempdir().unwrap();
        Identity::open(folder.path()).unwrap();
        fs::write(folder.path().join(SECRET), b"short").unwrap();
        assert!(matches!(Identity::open(folder.path()), Err(HallError::BadFile(path)) if path.ends_with(SECRET)));
    }
}
