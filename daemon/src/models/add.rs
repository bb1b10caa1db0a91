//! A wish to add a model, and what must be true of it before anything is done.

use super::disk;
use super::place::Dirs;
use super::print::{Look, Print};
use edge_api::admin::{AddMode, AddModel};
use edge_api::error::{ApiError, Code};
use edge_core::request::valid_name;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A folder that can be read, and a name that can be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Addition {
    pub name: String,
    /// With every link resolved.
    pub dir: PathBuf,
    pub mode: AddMode,
    /// Of a folder that is linked: what a check says holds for these files and for no others.
    pub(super) print: Option<Print>,
}

impl Addition {
    pub(super) async fn of(request: AddModel, dirs: Arc<Dirs>) -> Result<Self, ApiError> {
        let AddModel { name, dir, mode } = request;
        if !dir.is_absolute() {
            let message = format!("dir is `{}`, it must be an absolute path", dir.display());
            return Err(invalid("dir", message));
        }
        let name = match name {
            Some(name) => name,
            None => dir.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        };
        if !valid_name(&name) {
            let message = format!("name is `{name}`, which is no name for a model");
            return Err(invalid("name", message)
                .hint("names have a-z, 0-9, `.`, `_` and `-`, at most 64, and begin with a letter or a digit"));
        }
        let look = tokio::task::spawn_blocking(move || {
            let dir = real_dir(&dir, &dirs)?;
            let look = (mode == AddMode::Link).then(|| Look::at(&dir));
            Ok((dir, look.and_then(Result::ok).map(|look| look.print)))
        });
        let (dir, print) =
            look.await.map_err(|error| ApiError::new(Code::Internal, error.to_string()))??;
        Ok(Self { name, dir, mode, print })
    }
}

fn real_dir(dir: &Path, dirs: &Dirs) -> Result<PathBuf, ApiError> {
    let real = disk::readable_dir(dir).map_err(|error| {
        ApiError::new(Code::PathUnreadable, format!("{} cannot be read: {error}", dir.display()))
            .param("dir")
            .hint("edged reads it with its own rights, and it must be a folder")
    })?;
    let state = dirs.state.canonicalize().unwrap_or_else(|_| dirs.state.clone());
    if real.starts_with(&state) || state.starts_with(&real) {
        let message = format!(
            "dir is {}, it must not be in {}, where edged keeps its own, nor hold it",
            real.display(),
            state.display()
        );
        return Err(invalid("dir", message));
    }
    Ok(real)
}

fn invalid(param: &str, message: String) -> ApiError {
    ApiError::new(Code::InvalidValue, message).param(param)
}

#[cfg(test)]
mod tests {
    use super::*;
    use edge_api::paths::{Mode, Overrides, Paths};

    #[tokio::test]
    async fn what_cannot_be_added_is_said_by_name() {
        let temp = tempfile::tempdir().unwrap();
        let root = temp.path().canonicalize().unwrap();
        let overrides = Overrides { state_dir: Some(root.join("state")), ..Overrides::default() };
        let dirs = Arc::new(Dirs::of(&Paths::resolve(Mode::User, 0, &overrides, &|_| None)));
        let model = root.join("my-model");
        for dir in [&model, &root.join("state/models/x"), &root.join("Loud")] {
            std::fs::create_dir_all(dir).unwrap();
        }
        std::fs::write(root.join("file"), "").unwrap();
        std::os::unix::fs::symlink(&model, root.join("link")).unwrap();
        let add = async |name: Option<&str>, dir: &str| {
            let name = name.map(str::to_owned);
            let request = AddModel { name, dir: root.join(dir), mode: AddMode::Copy };
            Addition::of(request, Arc::clone(&dirs)).await
        };
        let good = add(None, "my-model").await.unwrap();
        assert_eq!((good.name.as_str(), &good.dir), ("my-model", &model));
        let linked = add(Some("other"), "link").await.unwrap();
        assert_eq!((linked.name.as_str(), &linked.dir), ("other", &model));
        assert_eq!(linked.print, None, "a copy is nobody else's to change");
        for (name, dir, code, word) in [
            (None, "none", Code::PathUnreadable, "none"),
            (Some("n"), "file", Code::PathUnreadable, "file"),
            (None, "Loud", Code::InvalidValue, "Loud"),
            (Some("../x"), "my-model", Code::InvalidValue, "../x"),
            (Some("n"), "state/models/x", Code::InvalidValue, "keeps its own"),
            (Some("n"), "", Code::InvalidValue, "nor hold it"),
        ] {
            let error = add(name, dir).await.unwrap_err();
            assert!(error.code == code && error.message.contains(word), "{dir}: {error:?}");
        }
        let request = AddModel { name: None, dir: model.clone(), mode: AddMode::Link };
        let real = Addition::of(request, Arc::clone(&dirs)).await.unwrap();
        assert_eq!(real.print, Some(Look::at(&model).unwrap().print));
        let request = AddModel { name: None, dir: "here".into(), mode: AddMode::Link };
        let error = Addition::of(request, dirs).await.unwrap_err();
        assert_eq!(error.param.as_deref(), Some("dir"));
    }
}
