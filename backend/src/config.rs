//! Settings: from `rembug.toml`, then the environment, then flags. A bad one stops the start and is named.

use crate::access::oidc::ProviderSettings;
use crate::error::AppError;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Settings as given, each in one of three places: flag, environment, file. The first that is set wins.
#[derive(Clone, Debug, Default, clap::Args, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Where Rembug keeps its database and media.
    #[arg(long, env = "REMBUG_DATA_DIR", global = true)]
    pub data_dir: Option<PathBuf>,
    /// sqlite://FILE or postgres://USER@HOST/NAME; by default a SQLite file in the data folder.
    #[arg(long, env = "REMBUG_DATABASE_URL", global = true)]
    pub database_url: Option<String>,
    /// Address and port to listen on.
    #[arg(long, env = "REMBUG_LISTEN", global = true)]
    pub listen: Option<String>,
    /// The address people type, such as https://rembug.example.go.id.
    #[arg(long, env = "REMBUG_PUBLIC_URL", global = true)]
    pub public_url: Option<String>,
    /// Folder with the regency's own areas, agencies and levels; by default the bundled one.
    #[arg(long, env = "REMBUG_REGION_DIR", global = true)]
    pub region_dir: Option<PathBuf>,
    /// GeoJSON file with the village boundaries, imported at start when it is new.
    #[arg(long, env = "REMBUG_BOUNDARIES", global = true)]
    pub boundaries: Option<PathBuf>,
    /// GeoJSON file with the outlines of neighbouring regencies, drawn as context.
    #[arg(long, env = "REMBUG_NEIGHBOURS", global = true)]
    pub neighbours: Option<PathBuf>,
    /// What to log, as in `info,backend=debug`.
    #[arg(long, env = "REMBUG_LOG", global = true)]
    pub log: Option<String>,
    /// Trust the X-Forwarded-For header of a reverse proxy for the caller's address.
    #[arg(long, env = "REMBUG_TRUST_PROXY", global = true)]
    pub trust_proxy: Option<bool>,
    /// The OpenID Connect provider through which an agency's people may sign in, such as https://sso.example.go.id/realms/pemda.
    #[arg(long, env = "REMBUG_OIDC_ISSUER", global = true)]
    pub oidc_issuer: Option<String>,
    /// As whom Rembug is registered with the provider.
    #[arg(long, env = "REMBUG_OIDC_CLIENT_ID", global = true)]
    pub oidc_client_id: Option<String>,
    /// The secret of that registration.
    #[arg(long, env = "REMBUG_OIDC_CLIENT_SECRET", global = true, hide_env_values = true)]
    pub oidc_client_secret: Option<String>,
    /// What people call the provider; by default its host name.
    #[arg(long, env = "REMBUG_OIDC_NAME", global = true)]
    pub oidc_name: Option<String>,
    /// How many times the usual budget of queries everyone gets.
    #[arg(long, env = "REMBUG_BUDGET_TIMES", global = true)]
    pub budget_times: Option<u32>,
    /// Let webhooks go to addresses that are not public, and without TLS: for a receiver on the same machine or network.
    #[arg(long, env = "REMBUG_WEBHOOK_PRIVATE", global = true)]
    pub webhook_private: Option<bool>,
}

/// Settings that have been checked.
#[derive(Clone, Debug)]
pub struct Config {
    pub data_dir: PathBuf,
    pub database_url: String,
    pub listen: SocketAddr,
    pub public_url: Option<String>,
    pub region_dir: Option<PathBuf>,
    pub boundaries: Option<PathBuf>,
    pub neighbours: Option<PathBuf>,
    pub log: String,
    pub trust_proxy: bool,
    pub oidc: Option<ProviderSettings>,
    pub budget_times: u32,
    pub webhook_private: bool,
}

impl Settings {
    /// Fills what flags and environment left open from the file `path`; a missing file is an empty one.
    ///
    /// # Errors
    /// A sentence naming the file when it cannot be read as settings.
    pub fn or_file(self, path: &Path) -> Result<Self, AppError> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(self),
            Err(error) => return Err(AppError::setting(&path.display().to_string(), error)),
        };
        let file: Self =
            toml::from_str(&text).map_err(|error| AppError::setting(&path.display().to_string(), one_line(&error.to_string())))?;
        Ok(Self {
            data_dir: self.data_dir.or(file.data_dir),
            database_url: self.database_url.or(file.database_url),
            listen: self.listen.or(file.listen),
            public_url: self.public_url.or(file.public_url),
            region_dir: self.region_dir.or(file.region_dir),
            boundaries: self.boundaries.or(file.boundaries),
            neighbours: self.neighbours.or(file.neighbours),
            log: self.log.or(file.log),
            trust_proxy: self.trust_proxy.or(file.trust_proxy),
            oidc_issuer: self.oidc_issuer.or(file.oidc_issuer),
            oidc_client_id: self.oidc_client_id.or(file.oidc_client_id),
            oidc_client_secret: self.oidc_client_secret.or(file.oidc_client_secret),
            oidc_name: self.oidc_name.or(file.oidc_name),
            budget_times: self.budget_times.or(file.budget_times),
            webhook_private: self.webhook_private.or(file.webhook_private),
        })
    }

    /// # Errors
    /// One sentence that names the first bad setting.
    pub fn check(self) -> Result<Config, AppError> {
        let data_dir = self.data_dir.unwrap_or_else(|| PathBuf::from("./data"));
        let database_url = self.database_url.unwrap_or_else(|| format!("sqlite://{}", data_dir.join("rembug.db").display()));
        if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| database_url.starts_with(scheme)) {
            return Err(AppError::setting("REMBUG_DATABASE_URL", "must start with sqlite:// or postgres://"));
        }
        let listen = self.listen.unwrap_or_else(|| "127.0.0.1:8080".into());
        let listen = listen
            .parse()
            .map_err(|_| AppError::setting("REMBUG_LISTEN", format!("'{listen}' is not ADDRESS:PORT, such as 127.0.0.1:8080")))?;
        for (name, path) in [
            ("REMBUG_REGION_DIR", &self.region_dir),
            ("REMBUG_BOUNDARIES", &self.boundaries),
            ("REMBUG_NEIGHBOURS", &self.neighbours),
        ] {
            if let Some(path) = path.as_deref().filter(|path| !path.exists()) {
                return Err(AppError::setting(name, format!("'{}' does not exist", path.display())));
            }
        }
        let public_url = self.public_url.map(|url| check_public_url(&url)).transpose()?;
        let oidc = check_oidc(
            [self.oidc_issuer, self.oidc_client_id, self.oidc_client_secret, self.oidc_name].map(filled),
            public_url.as_deref(),
        )?;
        let log = self.log.unwrap_or_else(|| "info,sqlx=warn,sea_orm_migration=warn".into());
        log.parse::<tracing_subscriber::EnvFilter>().map_err(|error| AppError::setting("REMBUG_LOG", error))?;
        let budget_times = self.budget_times.unwrap_or(1);
        if budget_times == 0 {
            return Err(AppError::setting("REMBUG_BUDGET_TIMES", "must be 1 or more"));
        }
        Ok(Config {
            data_dir,
            database_url,
            listen,
            public_url,
            region_dir: self.region_dir,
            boundaries: self.boundaries,
            neighbours: self.neighbours,
            log,
            trust_proxy: self.trust_proxy.unwrap_or(false),
            oidc,
            budget_times,
            webhook_private: self.webhook_private.unwrap_or(false),
        })
    }
}

impl Config {
    /// Whether people reach it over TLS: cookies are then marked Secure and sample data is refused.
    pub fn is_https(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

fn check_public_url(url: &str) -> Result<String, AppError> {
    let parsed: Result<http::Uri, _> = url.parse();
    let fits = parsed.is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri.host().is_some()
            && matches!(uri.path(), "" | "/")
            && uri.query().is_none()
    });
    if fits {
        Ok(url.trim_end_matches('/').to_owned())
    } else {
        Err(AppError::setting("REMBUG_PUBLIC_URL", format!("'{url}' is not http(s)://HOST without a path")))
    }
}

/// An empty environment variable is as good as none.
fn filled(setting: Option<String>) -> Option<String> {
    setting.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// All of the provider's settings, or none.
fn check_oidc(settings: [Option<String>; 4], public_url: Option<&str>) -> Result<Option<ProviderSettings>, AppError> {
    let [issuer, client_id, client_secret, name] = settings;
    if issuer.is_none() && client_id.is_none() && client_secret.is_none() && name.is_none() {
        return Ok(None);
    }
    let needed = |name, value: Option<String>| value.ok_or_else(|| AppError::setting(name, "must be set where REMBUG_OIDC_* is"));
    let issuer = needed("REMBUG_OIDC_ISSUER", issuer)?;
    let uri = issuer.parse::<http::Uri>().ok().filter(|uri| uri.host().is_some() && uri.query().is_none());
    let host = uri.as_ref().and_then(http::Uri::host).unwrap_or_default().to_owned();
    let local = matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]");
    let parsed = openidconnect::IssuerUrl::new(issuer.clone()).ok();
    let secure = uri.is_some_and(|uri| uri.scheme_str() == Some("https") || local && uri.scheme_str() == Some("http"));
    let Some(issuer) = parsed.filter(|_| secure) else {
        return Err(AppError::setting("REMBUG_OIDC_ISSUER", format!("'{issuer}' is not https://HOST, with a path or without")));
    };
    let client_id = needed("REMBUG_OIDC_CLIENT_ID", client_id)?;
    let client_secret = needed("REMBUG_OIDC_CLIENT_SECRET", client_secret)?;
    let public_url = needed("REMBUG_PUBLIC_URL", public_url.map(str::to_owned))?;
    let redirect = openidconnect::RedirectUrl::new(format!("{public_url}/masuk/oidc/kembali"))
        .map_err(|error| AppError::setting("REMBUG_PUBLIC_URL", error))?;
    Ok(Some(ProviderSettings {
        issuer,
        client_id: openidconnect::ClientId::new(client_id),
        client_secret: openidconnect::ClientSecret::new(client_secret),
        redirect,
        name: name.unwrap_or(host),
    }))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bad_setting_is_named() {
        type Spoil = fn(&mut Settings);
        let cases: [(Spoil, &str); 11] = [
            (|s| s.listen = Some("8080".into()), "REMBUG_LISTEN"),
            (|s| s.database_url = Some("mysql://x".into()), "REMBUG_DATABASE_URL"),
            (|s| s.public_url = Some("rembug.id".into()), "REMBUG_PUBLIC_URL"),
            (|s| s.public_url = Some("https://rembug.id/app".into()), "REMBUG_PUBLIC_URL"),
            (|s| s.boundaries = Some("/no/such/file".into()), "REMBUG_BOUNDARIES"),
            (|s| s.log = Some("a=b=c".into()), "REMBUG_LOG"),
            (|s| s.oidc_client_id = Some("rembug".into()), "REMBUG_OIDC_ISSUER"),
            (|s| s.oidc_issuer = Some("http://sso.example.go.id".into()), "REMBUG_OIDC_ISSUER"),
            (|s| s.oidc_issuer = Some("https://sso.example.go.id".into()), "REMBUG_OIDC_CLIENT_ID"),
            (
                |s| {
                    s.oidc_issuer = Some("https://sso.example.go.id".into());
                    s.oidc_client_id = Some("rembug".into());
                    s.oidc_client_secret = Some("rahasia".into());
                },
                "REMBUG_PUBLIC_URL",
            ),
            (|s| s.budget_times = Some(0), "REMBUG_BUDGET_TIMES"),
        ];
        for (spoil, name) in cases {
            let mut settings = Settings::default();
            spoil(&mut settings);
            let message = settings.check().unwrap_err().to_string();
            assert!(message.starts_with(&format!("{name}: ")), "{message}");
            assert!(!message.contains('\n'), "{message}");
        }
    }

    #[test]
    fn the_defaults_are_good_settings() {
        let config = Settings::default().check().unwrap();
        assert_eq!(config.database_url, "sqlite://./data/rembug.db");
        assert!(!config.is_https());
    }

    #[test]
    fn an_unknown_key_in_the_file_is_named() {
        let dir = std::env::temp_dir().join(format!("rembug-config-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        let path = dir.join("rembug.toml");
        std::fs::write(&path, "lisen = '127.0.0.1:1'").unwrap();
        let message = Settings::default().or_file(&path).unwrap_err().to_string();
        assert!(message.contains("lisen"), "{message}");
        std::fs::write(&path, "listen = '127.0.0.1:1'").unwrap();
        assert_eq!(Settings::default().or_file(&path).unwrap().listen.as_deref(), Some("127.0.0.1:1"));
        std::fs::remove_dir_all(dir).unwrap();
    }
}
