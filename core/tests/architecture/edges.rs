//! Which crate may declare which dependency.

use serde_json::Value;

/// All edges between crates of the workspace that may exist, as folders; tests and builds included.
const ALLOWED: &[(&str, &[&str])] = &[
    ("api", &[]),
    ("core", &["api"]),
    ("engine", &["core", "api"]),
    ("daemon", &["core", "api"]),
    ("cli", &["api"]),
    ("bench", &["api"]),
];

/// Libraries that only one crate may depend on, under whatever name.
const OWNED: &[(&str, &str)] = &[
    ("ort", "engine"),
    ("ort-sys", "engine"),
    ("rusqlite", "daemon"),
    ("libsqlite3-sys", "daemon"),
    ("zbus", "daemon"),
    ("nvml-wrapper", "daemon"),
    ("sysinfo", "daemon"),
    ("reqwest", "daemon"),
    ("rustls", "daemon"),
];

/// What core may declare besides the workspace: values in, values out.
const CORE_MAY_USE: &[&str] =
    &["proptest", "regex", "serde", "serde_json", "serde_path_to_error", "thiserror"];

/// One declared dependency.
#[derive(Debug)]
pub(crate) struct Edge {
    /// The declaring crate's folder.
    from: String,
    /// The package's own name, however the manifest renames it.
    package: String,
    /// The dependency's folder, if it is one of ours.
    folder: Option<String>,
}

pub(crate) fn folders() -> impl Iterator<Item = &'static str> {
    ALLOWED.iter().map(|(folder, _)| *folder)
}

pub(crate) fn parse(metadata: &Value) -> Vec<Edge> {
    let packages = metadata["packages"].as_array().unwrap();
    let folder_of = |manifest: &str| manifest.rsplit('/').nth(1).unwrap().to_owned();
    let edges = packages.iter().flat_map(|package| {
        let from = folder_of(package["manifest_path"].as_str().unwrap());
        package["dependencies"].as_array().unwrap().iter().map(move |dependency| Edge {
            from: from.clone(),
            package: dependency["name"].as_str().unwrap().to_owned(),
            folder: dependency["path"]
                .as_str()
                .map(|path| folder_of(&format!("{path}/Cargo.toml"))),
        })
    });
    edges.collect()
}

pub(crate) fn violations(edges: &[Edge]) -> Vec<String> {
    edges.iter().filter_map(violation).collect()
}

fn violation(edge: &Edge) -> Option<String> {
    let Edge { from, package, folder } = edge;
    let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| name == from) else {
        return Some(format!(
            "{from}/Cargo.toml: `{from}` has no row in ALLOWED: say who it may use"
        ));
    };
    if let Some(to) = folder {
        return (!allowed.contains(&to.as_str())).then(|| {
            format!("{from}/Cargo.toml: depends on `{to}`, but {from} may use only {allowed:?}")
        });
    }
    if let Some((_, owner)) = OWNED.iter().find(|(name, owner)| name == package && owner != from) {
        return Some(format!(
            "{from}/Cargo.toml: depends on `{package}`, which is the business of {owner} alone"
        ));
    }
    (from == "core" && !CORE_MAY_USE.contains(&package.as_str())).then(|| {
        format!("core/Cargo.toml: depends on `{package}`, but core decides and may use only {CORE_MAY_USE:?}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// What `cargo metadata` says of a crate in folder `from` with one dependency.
    fn found(from: &str, dependency: Value) -> Vec<String> {
        let manifest = format!("/w/{from}/Cargo.toml");
        let package = json!({ "manifest_path": manifest, "dependencies": [dependency] });
        violations(&parse(&json!({ "packages": [package] })))
    }

    fn on_ours(from: &str, folder: &str) -> Vec<String> {
        found(from, json!({ "name": "any", "path": format!("/w/{folder}") }))
    }

    fn on(from: &str, package: &str) -> Vec<String> {
        found(from, json!({ "name": package, "path": null }))
    }

    #[test]
    fn every_allowed_edge_passes_and_every_other_is_red() {
        for (from, allowed) in ALLOWED {
            for to in folders() {
                assert_eq!(on_ours(from, to).is_empty(), allowed.contains(&to), "{from} -> {to}");
            }
        }
    }

    #[test]
    fn the_daemon_on_ort_is_red() {
        let red = on("daemon", "ort");
        assert_eq!(
            red,
            ["daemon/Cargo.toml: depends on `ort`, which is the business of engine alone"]
        );
        assert!(on("engine", "ort").is_empty());
    }

    #[test]
    fn a_dev_dependency_and_a_new_name_do_not_hide_it() {
        let hidden = json!({ "name": "rusqlite", "rename": "sql", "kind": "dev", "path": null });
        assert_eq!(found("cli", hidden).len(), 1);
        let ours = json!({ "name": "edged", "kind": "dev", "path": "/w/daemon" });
        assert_eq!(found("core", ours).len(), 1);
    }

    #[test]
    fn core_on_a_runtime_is_red() {
        assert_eq!(on("core", "tokio").len(), 1);
        assert_eq!(on("core", "getrandom").len(), 1);
        assert!(on("core", "serde").is_empty());
    }

    #[test]
    fn a_crate_nobody_ruled_on_is_red() {
        assert_eq!(on("attic", "serde").len(), 1);
    }
}
