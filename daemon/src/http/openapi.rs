//! `/openapi.json`: what can be asked here, for programs. The text is written by hand, beside this file.

pub(super) const TEXT: &str = include_str!("openapi.json");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::routes::ROUTES;
    use edge_api::error::Code;
    use serde_json::Value;
    use std::collections::BTreeSet;

    fn document() -> Value {
        serde_json::from_str(TEXT).unwrap()
    }

    #[test]
    fn it_describes_each_route_and_no_other() {
        let document = document();
        let mut described = BTreeSet::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            let methods = methods.as_object().unwrap().keys().filter(|key| *key != "parameters");
            described.extend(methods.map(|method| format!("{method} {path}")));
        }
        let routes: BTreeSet<String> =
            ROUTES.iter().map(|(method, path)| format!("{method} {path}")).collect();
        assert_eq!(routes.len(), ROUTES.len(), "a route is there twice");
        assert_eq!(described, routes);
    }

    #[test]
    fn it_names_each_code() {
        let codes = &document()["components"]["schemas"]["Error"]["properties"]["error"]["properties"]
            ["code"]["enum"];
        let described: BTreeSet<&str> =
            codes.as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let known: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(described, known);
    }

    #[test]
    fn what_it_refers_to_is_there() {
        fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
            match value {
                Value::Object(map) => {
                    found.extend(map.get("$ref").and_then(Value::as_str));
                    map.values().for_each(|value| references(value, found));
                }
                Value::Array(items) => items.iter().for_each(|item| references(item, found)),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        let document = document();
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(found.len() > 20, "{found:?}");
        for reference in found {
            let place = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(place).is_some(), "{reference}");
        }
    }
}
