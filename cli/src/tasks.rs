//! `edgectl tasks`: what apps ask for by name.

use crate::args::Context;
use crate::failure::Failure;
use crate::output::{self, one_line};
use crate::place::path_of;
use crate::style::{self, TITLE};
use crate::table::{Cell, table};
use clap::Subcommand;
use edge_api::admin::{OnInvalid, Task, TaskStatus, Tasks};
use serde_json::Value;

const LABEL_WIDTH: usize = 12;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the tasks and the model behind each
    List,
    /// Show what a task asks of its model and what its answers must look like
    Show { name: String },
}

pub(crate) async fn run(command: &Command, context: &Context) -> Result<(), Failure> {
    match command {
        Command::List => list(context).await,
        Command::Show { name } => show(context, name).await,
    }
}

async fn list(context: &Context) -> Result<(), Failure> {
    if context.json {
        return output::json(&context.client.get_json::<Value>("/edge/v1/tasks").await?);
    }
    let Tasks { tasks } = context.client.tasks().await?;
    let troubles =
        tasks.iter().filter_map(|task| Some((task.name.as_str(), task.reason.as_deref()?)));
    output::list(context, &rows(&tasks, usize::MAX), "no task is configured", troubles)
}

async fn show(context: &Context, name: &str) -> Result<(), Failure> {
    let path = path_of("task", name)?;
    if context.json {
        return output::json(&context.client.get_json::<Value>(&path).await?);
    }
    output::lines(&lines(&context.client.get_json::<Task>(&path).await?))
}

fn lines(task: &Task) -> Vec<String> {
    let state = &task.status.state;
    let painted = style::paint(style::of_state(state), &one_line(state));
    let name = style::paint(TITLE, &one_line(&task.status.name));
    let mut lines = vec![format!("{name}  {painted}")];
    // What a file says must not look like another fact.
    let mut fact = |label: &str, text: Option<String>| {
        lines.extend(text.map(|text| format!("  {label:<LABEL_WIDTH$}{}", one_line(&text))));
    };
    fact("reason", task.status.reason.clone());
    fact("model", task.status.model.clone());
    fact("mode", Some(task.status.mode.clone()));
    fact("calls are", task.kind.map(|kind| kind.as_str().to_owned()));
    fact("priority", task.priority.map(|priority| priority.as_str().to_owned()));
    fact("system", task.system.clone());
    fact("example", task.example.clone());
    fact("defaults", defaults(task));
    if let Some(output) = &task.output {
        let title = output.schema["title"].as_str().map(|title| format!(" ({title})"));
        let file = output.schema_file.display();
        fact("answers", Some(format!("JSON as {file}{} says", title.unwrap_or_default())));
        let invalid = match output.on_invalid {
            OnInvalid::Return => "sent as it is, with edge.schema_valid false",
            OnInvalid::Error => "the call ends as output_invalid",
        };
        fact("invalid", Some(invalid.to_owned()));
    }
    fact("file", Some(task.file.display().to_string()));
    lines
}

fn defaults(task: &Task) -> Option<String> {
    let defaults = task.defaults.iter().flatten();
    let given: Vec<String> = defaults.map(|(name, value)| format!("{name} {value}")).collect();
    (!given.is_empty()).then(|| given.join(", "))
}

pub(crate) fn rows(tasks: &[TaskStatus], width: usize) -> Vec<String> {
    let rows: Vec<_> = tasks.iter().map(row).collect();
    table(["TASK", "STATE", "MODEL", "MODE"], &rows, width)
}

fn row(task: &TaskStatus) -> [Cell; 4] {
    [
        Cell::new(&task.name),
        Cell::state(&task.state),
        Cell::or_dash(task.model.as_deref()),
        Cell::new(&task.mode),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use edge_api::admin::TaskOutput;
    use serde_json::json;

    #[test]
    fn a_task_says_what_it_asks_and_cannot_fake_a_line() {
        let task = Task {
            status: TaskStatus {
                name: "triage".to_owned(),
                model: Some("boxed".to_owned()),
                adapter: None,
                generation: None,
                mode: "slm-only".to_owned(),
                state: "ready".to_owned(),
                reason: None,
            },
            file: "/t/triage.toml".into(),
            system: Some("Don't say \"no\".\n  file        /etc/passwd\u{1b}[2J".to_owned()),
            example: Some("é\n  model       other".to_owned()),
            kind: None,
            priority: None,
            defaults: json!({"stop": ["\n"], "seed": 1}).as_object().cloned(),
            output: Some(TaskOutput {
                schema_file: "/t/a\nb.json".into(),
                on_invalid: OnInvalid::Error,
                schema: json!({"title": "A\u{1b}]0;x\u{7}\nB"}),
            }),
        };
        let lines: Vec<String> = lines(&task)
            .iter()
            .map(|line| anstream::adapter::strip_str(line).to_string())
            .collect();
        let expected = [
            "triage  ready",
            "  model       boxed",
            "  mode        slm-only",
            "  system      Don't say \"no\".⏎  file        /etc/passwd\u{fffd}[2J",
            "  example     é⏎  model       other",
            "  defaults    seed 1, stop [\"\\n\"]",
            "  answers     JSON as /t/a⏎b.json (A\u{fffd}]0;x\u{fffd}⏎B) says",
            "  invalid     the call ends as output_invalid",
            "  file        /t/triage.toml",
        ];
        assert_eq!(lines, expected);
    }
}
