use super::super::policy::PolicyRule;
use super::super::source::Origin;
use super::super::tasks::{Task, TaskFile};
use super::super::tcp::TcpKey;
use super::*;
use edge_api::admin::ConfigSource;
use edge_core::request::Options;
use std::sync::Arc;

fn config(change: impl FnOnce(&mut Config)) -> Config {
    let mut config = Config::default();
    change(&mut config);
    config.next = config.settings.clone();
    config
}

fn fault(message: &str) -> ConfigError {
    ConfigError { file: "f.toml".into(), line: Some(3), message: message.to_owned() }
}

fn model(settings: Option<ModelSettings>, message: Option<&str>) -> ModelFile {
    ModelFile { file: "m.toml".into(), settings, fault: message.map(fault) }
}

fn task(system: &str) -> TaskFile {
    let task = Task {
        model: "m".to_owned(),
        system: Some(system.into()),
        example: None,
        kind: None,
        priority: None,
        defaults: Options::default(),
        output: None,
    };
    TaskFile { file: "t.toml".into(), task: Ok(Arc::new(task)) }
}

fn take(now: &Config, new: Config) -> (Config, Vec<String>) {
    let installed = ["m".to_owned()].into();
    let Taken { config, news } = taken(now, Ok(new), &installed);
    (config.unwrap_or_else(|| now.clone()), news.iter().map(News::reason).collect())
}

#[test]
fn what_is_as_it_was_is_no_news() {
    let now = config(|config| config.settings.limits.headers_max = 50);
    assert_eq!(
        taken(&now, Ok(now.clone()), &BTreeSet::new()),
        Taken { config: None, news: vec![] }
    );
}

#[test]
fn a_bad_file_keeps_the_old_settings_whole_until_it_is_good() {
    let now = config(|config| config.settings.limits.headers_max = 50);
    let bad = || Err(Faults(vec![fault("bad"), fault("worse")]));
    let Taken { config: rejected, news } = taken(&now, bad(), &BTreeSet::new());
    let rejected = rejected.unwrap();
    assert_eq!(rejected.settings, now.settings);
    assert_eq!(rejected.rejected, [fault("bad"), fault("worse")]);
    assert_eq!(news[0].reason(), "f.toml:3: bad; f.toml:3: worse");
    assert!(matches!(news[..], [News::Rejected(_)]));
    let again = taken(&rejected, bad(), &BTreeSet::new());
    assert_eq!(again, Taken { config: None, news: vec![] }, "the same is told once");
    let (good, said) = take(&rejected, now.clone());
    assert_eq!((good, said), (now, vec!["the files can be used again".to_owned()]));
}

#[test]
fn live_keys_are_taken_and_others_wait_for_a_restart() {
    let now = Config::default();
    let new = config(|config| {
        config.settings.limits.headers_max = 50;
        config.settings.engine.threads = 3;
    });
    let (taken, said) = take(&now, new.clone());
    assert_eq!((taken.settings.limits.headers_max, taken.settings.engine.threads), (50, 0));
    assert_eq!(taken.restart_needed, ["engine.threads"]);
    assert_eq!(said, ["limits.headers_max = 50; a restart is needed for engine.threads"]);
    let keys = taken.keys();
    let key = |name: &str| keys.iter().find(|key| key.key == name).unwrap();
    assert_eq!((&key("engine.threads").value, key("engine.threads").restart), (&0.into(), true));
    assert_eq!(key("engine.threads").after_restart, Some(3.into()));
    assert_eq!(key("limits.headers_max").after_restart, None);
    // It still waits when something else changes, and no longer when it is taken back.
    let mut other = new.clone();
    other.settings.limits.headers_max = 60;
    let (taken, said) = take(&taken, other);
    assert_eq!((taken.restart_needed.len(), &said[0][..]), (1, "limits.headers_max = 60"));
    let (taken, _) = take(&taken, Config::default());
    assert_eq!(taken, Config::default());
}

#[test]
fn a_value_that_waits_says_where_it_was_said() {
    let said = |line| {
        config(|config| {
            config.settings.engine.threads = line;
            let line = Some(usize::from(line));
            let (source, from) = (ConfigSource::File, "f.toml".into());
            let origin = Origin { source, from, line, order: 0 };
            config.origins = [("engine.threads".to_owned(), origin)].into();
        })
    };
    let lines = |config: &Config| {
        let key = config.keys().into_iter().find(|key| key.key == "engine.threads").unwrap();
        (key.line, key.after_restart_place.map(|place| place.line))
    };
    let (taken, _) = take(&said(3), said(4));
    assert_eq!(lines(&taken), (Some(3), Some(Some(4))));
    let (taken, _) = take(&Config::default(), said(4));
    assert_eq!(lines(&taken), (None, Some(Some(4))));
    let (taken, _) = take(&said(3), Config::default());
    assert_eq!(lines(&taken), (Some(3), None), "what is built in was said by nobody");
}

#[test]
fn who_may_come_in_and_do_what_is_not_told_to_all() {
    let new = config(|config| {
        let rule = PolicyRule { user: Some("mia".to_owned()), ..PolicyRule::default() };
        config.settings.top.policy = vec![rule];
        config.settings.tcp.keys = vec![TcpKey { name: "app".to_owned(), sha256: None }];
    });
    assert_eq!(take(&Config::default(), new).1, ["policy has changed; tcp.keys has changed"]);
}

#[test]
fn tasks_come_go_and_break_alone() {
    let with = |files: &[(&str, TaskFile)]| {
        let files = files.iter().map(|(name, file)| ((*name).to_owned(), file.clone()));
        config(|config| config.tasks = files.collect())
    };
    let one = with(&[("a", task("s")), ("b", task("s"))]);
    let (_, said) = take(&Config::default(), one.clone());
    assert_eq!(said, ["task `a`; task `b`"]);
    let broken = TaskFile { file: "b.toml".into(), task: Err(fault("torn")) };
    let (now, said) = take(&one, with(&[("a", task("other")), ("b", broken)]));
    assert_eq!(said, ["task `a`; task `b` is broken: f.toml:3: torn"]);
    assert!(now.tasks["a"].task.is_ok() && now.tasks["b"].task.is_err());
    assert_eq!(take(&one, with(&[("a", task("s"))])).1, ["task `b` is gone"]);
}

#[test]
fn a_model_whose_file_breaks_keeps_what_it_had() {
    let settings = ModelSettings { keep_alive_s: Some(7), ..ModelSettings::default() };
    let with = |file: ModelFile| config(|config| config.models = [("m".to_owned(), file)].into());
    let now = with(model(Some(settings.clone()), None));
    let (broken, said) = take(&now, with(model(None, Some("torn"))));
    assert_eq!(broken.models["m"], model(Some(settings.clone()), Some("torn")));
    assert_eq!(said, ["f.toml:3: torn"]);
    let (good, said) = take(&broken, now.clone());
    assert_eq!((good, said), (now, vec!["nothing has changed".to_owned()]));

    // Without a file it had what is built in; broken from the start it had nothing.
    let (new, _) = take(&Config::default(), with(model(None, Some("torn"))));
    assert_eq!(new.models["m"].settings, Some(ModelSettings::default()));
    let never = with(model(None, Some("torn")));
    let (still, said) = take(&never, with(model(None, Some("worse"))));
    assert_eq!((still.models["m"].settings.clone(), said.len()), (None, 1));
    let (good, _) = take(&never, with(model(Some(settings.clone()), None)));
    assert_eq!(good.models["m"].settings, Some(settings));
}

#[test]
fn a_model_that_is_there_waits_for_a_restart_to_move() {
    let with = |name: &str, isolate, pinned| {
        let settings = ModelSettings { isolate, pinned, ..ModelSettings::default() };
        let file = model(Some(settings), None);
        config(|config| config.models = [(name.to_owned(), file)].into())
    };
    let (now, said) = take(&Config::default(), with("m", true, true));
    let settings = now.models["m"].settings.clone().unwrap();
    assert_eq!((settings.isolate, settings.pinned), (false, true));
    assert_eq!(now.restart_needed, ["models.d/m.isolate"]);
    assert_eq!(said, ["models.d/m; a restart is needed for models.d/m.isolate"]);
    // One that is not there yet is run as its file says.
    let (now, _) = take(&Config::default(), with("other", true, false));
    assert!(now.models["other"].settings.as_ref().unwrap().isolate);
    assert!(now.restart_needed.is_empty());
    // With the file gone, it stays where it is.
    let (gone, _) = take(&with("m", true, true), Config::default());
    let settings = gone.models["m"].settings.clone().unwrap();
    assert_eq!((settings.isolate, settings.pinned), (true, false));
}

#[test]
fn a_long_list_is_cut_and_counted() {
    let news = News::Rejected((0..20).map(|_| fault("x")).collect());
    assert!(news.reason().ends_with("f.toml:3: x; and 12 more faults"), "{}", news.reason());
}
