//! `edgectl tasks`: what apps ask for by name.

use crate::args::Context;
use crate::failure::Failure;
use crate::output;
use crate::table::{Cell, table};
use clap::Subcommand;
use edge_api::admin::{TaskStatus, Tasks};
use serde_json::Value;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the tasks and the model behind each
    List,
}

pub(crate) async fn run(command: &Command, context: &Context) -> Result<(), Failure> {
    match command {
        Command::List => list(context).await,
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
