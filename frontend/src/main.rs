//! Rembug's app. The rooms in this folder are not wired together yet: nothing here is shown to anyone.

fn main() {}
