//! Weights in files beside the graph: each file is inside the folder, regular, no link, and long enough.

use super::error::{GraphError, Shown, at_most};
use super::proto::TensorProto;
use super::tensor::shown;
use std::collections::HashMap;
use std::fs;
use std::path::{Component, Path};

/// Files beside one graph.
pub(crate) const EXTERNAL_FILES_MAX: u64 = 1024;
const LOCATION_BYTES_MAX: u64 = 1024;
/// Tensors may share bytes, but not so that a small file stands for a lot of memory.
const EXTERNAL_REUSE_MAX: u64 = 2;

#[derive(Debug)]
pub(crate) struct Files<'a> {
    dir: &'a Path,
    sizes: HashMap<String, u64>,
    claimed: u64,
}

impl<'a> Files<'a> {
    pub(crate) fn new(dir: &'a Path) -> Self {
        Self { dir, sizes: HashMap::new(), claimed: 0 }
    }

    /// Checks that `tensor`'s `bytes` bytes are where its `external_data` says.
    pub(crate) fn claim(&mut self, tensor: &TensorProto, bytes: u64) -> Result<(), GraphError> {
        let place = Place::read(tensor)?;
        let outside = |problem: String| GraphError::External {
            tensor: shown(tensor),
            location: Shown::new(place.location),
            problem,
        };
        let size = match self.sizes.get(place.location) {
            Some(&size) => size,
            None => {
                at_most("external_files", EXTERNAL_FILES_MAX, self.sizes.len() + 1, || {
                    "the graph".to_owned()
                })?;
                let size = size(self.dir, place.location).map_err(&outside)?;
                self.sizes.insert(place.location.to_owned(), size);
                size
            }
        };
        if let Some(length) = place.length
            && length != bytes
        {
            return Err(GraphError::WeightBytes {
                tensor: shown(tensor),
                wanted: bytes,
                found: length,
            });
        }
        let end = place.offset.checked_add(bytes).filter(|&end| end <= size);
        if end.is_none() {
            let offset = place.offset;
            return Err(outside(format!(
                "has {size} bytes and not the {bytes} from {offset} on that it needs"
            )));
        }
        self.claimed = self.claimed.saturating_add(bytes);
        Ok(())
    }

    /// To be asked once all tensors have claimed their bytes.
    pub(crate) fn finish(&self) -> Result<(), GraphError> {
        let held = self.sizes.values().fold(0, |sum: u64, &size| sum.saturating_add(size));
        let max = held.saturating_mul(EXTERNAL_REUSE_MAX);
        if self.claimed > max {
            let (limit, place) = ("external_bytes", "the graph".to_owned());
            return Err(GraphError::Limit { limit, place, value: self.claimed, max });
        }
        Ok(())
    }
}

struct Place<'a> {
    location: &'a str,
    offset: u64,
    length: Option<u64>,
}

impl<'a> Place<'a> {
    fn read(tensor: &'a TensorProto) -> Result<Self, GraphError> {
        let problem = |problem: String| GraphError::Tensor { tensor: shown(tensor), problem };
        let (mut location, mut offset, mut length) = (None, None, None);
        for entry in &tensor.external_data {
            let number = || {
                let value = entry.value().parse::<u64>();
                value.map_err(|_| {
                    let value = Shown::new(entry.value());
                    problem(format!("has {} {value} outside its file", entry.key()))
                })
            };
            let twice = match entry.key() {
                "location" => location.replace(entry.value()).is_some(),
                "offset" => offset.replace(number()?).is_some(),
                "length" => length.replace(number()?).is_some(),
                // A checksum, or what a runtime left there for itself.
                _ => false,
            };
            if twice {
                return Err(problem(format!("has two of {}", Shown::new(entry.key()))));
            }
        }
        let location = location.ok_or_else(|| problem("has no location".to_owned()))?;
        at_most("location_bytes", LOCATION_BYTES_MAX, location.len(), || {
            format!("tensor {}", shown(tensor))
        })?;
        Ok(Self { location, offset: offset.unwrap_or(0), length })
    }
}

/// The size of the file at `location`, or what is wrong with it.
fn size(dir: &Path, location: &str) -> Result<u64, String> {
    // To ONNX Runtime `*/_ORT_MEM_ADDR_/*` is no file: the offset is then an address in memory.
    if location.is_empty() || location.contains(['*', '\\', '\0']) {
        return Err("is not the name of a file".to_owned());
    }
    let mut path = dir.to_owned();
    let components: Vec<Component<'_>> = Path::new(location).components().collect();
    for (index, component) in components.iter().enumerate() {
        let (Component::Normal(_) | Component::CurDir) = component else {
            return Err("leads out of the model's folder".to_owned());
        };
        path.push(component);
        let metadata = fs::symlink_metadata(&path).map_err(|error| format!("fails: {error}"))?;
        let last = index + 1 == components.len();
        match metadata.file_type() {
            kind if kind.is_symlink() => return Err("is a link".to_owned()),
            kind if last && kind.is_file() => return Ok(metadata.len()),
            kind if !last && kind.is_dir() => {}
            _ => break,
        }
    }
    Err("is not a regular file".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::proto::{LOCATION_EXTERNAL, StringStringEntryProto, data_type};
    use crate::graph::tensor::check;

    fn outside(entries: &[(&str, &str)]) -> TensorProto {
        let entry = |&(key, value): &(&str, &str)| StringStringEntryProto {
            key: Some(key.to_owned()),
            value: Some(value.to_owned()),
        };
        TensorProto {
            name: Some("w".to_owned()),
            data_type: Some(data_type::FLOAT),
            dims: vec![4],
            data_location: Some(LOCATION_EXTERNAL),
            external_data: entries.iter().map(entry).collect(),
            ..TensorProto::default()
        }
    }

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("model");
        fs::create_dir_all(dir.join("sub")).unwrap();
        fs::create_dir_all(dir.join("*/_ORT_MEM_ADDR_")).unwrap();
        fs::write(folder.path().join("secret"), [0; 64]).unwrap();
        fs::write(dir.join("*/_ORT_MEM_ADDR_/*"), [0; 64]).unwrap();
        fs::write(dir.join("w.bin"), [0; 20]).unwrap();
        fs::write(dir.join("sub/w.bin"), [0; 16]).unwrap();
        std::os::unix::fs::symlink("../secret", dir.join("link.bin")).unwrap();
        std::os::unix::fs::symlink("..", dir.join("up")).unwrap();
        folder
    }

    fn problem(entries: &[(&str, &str)]) -> Option<String> {
        let folder = folder();
        let dir = folder.path().join("model");
        check(&outside(entries), &mut Files::new(&dir)).err().map(|error| error.to_string())
    }

    #[test]
    fn weights_inside_the_folder_are_found() {
        for location in ["w.bin", "./w.bin", "sub/w.bin"] {
            assert_eq!(problem(&[("location", location)]), None);
            assert_eq!(problem(&[("location", location), ("length", "16")]), None);
        }
        assert_eq!(problem(&[("location", "w.bin"), ("offset", "4")]), None);
    }

    #[test]
    fn nothing_outside_the_folder_is_touched() {
        for location in ["../secret", "/etc/passwd", "sub/../../secret"] {
            let problem = problem(&[("location", location)]).unwrap();
            assert!(problem.ends_with("leads out of the model's folder"), "{problem}");
        }
        for location in ["link.bin", "up/secret"] {
            let problem = problem(&[("location", location)]).unwrap();
            assert!(problem.ends_with("is a link"), "{problem}");
        }
        for location in ["", "*/_ORT_MEM_ADDR_/*", "a\\b", "w.bin\0"] {
            let problem = problem(&[("location", location)]).unwrap();
            assert!(problem.ends_with("is not the name of a file"), "{problem}");
        }
        for location in ["sub", ".", "w.bin/x", "none"] {
            assert!(problem(&[("location", location)]).is_some(), "{location}");
        }
    }

    #[test]
    fn a_file_that_is_too_short_is_refused() {
        let cut = problem(&[("location", "w.bin"), ("offset", "8")]).unwrap();
        assert_eq!(
            cut,
            "tensor \"w\" lies in \"w.bin\", which has 20 bytes and not the 16 from 8 on that it needs"
        );
        assert!(problem(&[("location", "w.bin"), ("offset", &u64::MAX.to_string())]).is_some());
        assert!(problem(&[("location", "w.bin"), ("offset", "-1")]).is_some());
        assert!(problem(&[("location", "w.bin"), ("length", "17")]).is_some());
        assert!(problem(&[("location", "w.bin"), ("offset", "0"), ("offset", "4")]).is_some());
        assert!(problem(&[("offset", "0")]).is_some());
    }

    #[test]
    fn a_small_file_does_not_stand_for_a_lot_of_memory() {
        let folder = folder();
        let dir = folder.path().join("model");
        let mut files = Files::new(&dir);
        for _ in 0..2 {
            files.claim(&outside(&[("location", "w.bin")]), 16).unwrap();
        }
        assert_eq!(files.finish(), Ok(()));
        files.claim(&outside(&[("location", "w.bin")]), 16).unwrap();
        assert!(matches!(files.finish(), Err(GraphError::Limit { limit: "external_bytes", .. })));
    }
}
