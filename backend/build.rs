//! The embedded app needs its folder, even where nobody has built the app yet: a check of the server alone.

fn main() -> std::io::Result<()> {
    // A debug build reads the folder as it runs: only a release must be built again for a new app.
    let embedded = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    println!("cargo:rerun-if-changed={}", if embedded { "../frontend/dist" } else { "build.rs" });
    std::fs::create_dir_all("../frontend/dist")
}
