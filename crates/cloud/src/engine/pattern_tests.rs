use super::*;

fn fits(pattern: &str, line: &str) -> bool {
    FilterPattern::read(pattern).unwrap().matches(line).is_some()
}

/// Amazon CloudWatch Logs User Guide, "Filter pattern syntax", unstructured log events.
#[test]
fn terms_are_those_of_the_guides_examples() {
    let line = "[ERROR 400] BAD REQUEST";
    assert!(fits("ERROR", line) && fits("ERROR BAD", line) && !fits("error", line));
    assert!(fits("\"BAD REQUEST\"", line) && !fits("\"REQUEST BAD\"", line));
    assert!(fits("?ERROR ?ARGUMENTS", "[WARN 401] ARGUMENTS") && !fits("?ERROR ?WARN", "INFO fine"));
    assert!(fits("ERROR -ARGUMENTS", line) && !fits("ERROR -BAD", line));
    assert!(fits("", "anything"), "an empty pattern matches all");
    assert!(FilterPattern::read("a:b").is_err(), "other characters need quotation marks");
    assert!(FilterPattern::read("%ERR%").is_err(), "regular expressions are not available here");
}

/// The same guide, JSON log events.
#[test]
fn json_conditions_are_those_of_the_guides_examples() {
    let line = r#"{"eventType":"UpdateTrail","sourceIPAddress":"111.111.111.111","arrayKey":["value"],
        "objectList":[{"name":"a","id":1}],"latency":50,"ok":true}"#;
    assert!(fits("{ $.eventType = \"UpdateTrail\" }", line));
    assert!(fits("{ $.sourceIPAddress = 111.111.* }", line));
    assert!(fits("{ $.sourceIPAddress != 123.123.* }", line));
    assert!(fits("{ $.objectList[0].id = 1 && $.latency >= 50 }", line));
    assert!(fits("{ ($.latency < 10) || ($.eventType = \"Update*\") }", line));
    assert!(fits("{ $.ok EXISTS && $.other NOT EXISTS }", line));
    assert!(!fits("{ $.latency = \"x\" }", line) && !fits("{ $.other = 1 }", line));
    assert!(!fits("{ $.latency > 1 }", "latency 50"), "a line that is no JSON");
    for wrong in ["{ $.a = 1", "{ a = 1 }", "{ $.a }", "{ ($.a = 1 }", "{ }"] {
        assert!(FilterPattern::read(wrong).is_err(), "{wrong}");
    }
}

/// The same guide, space-delimited log events.
#[test]
fn fields_are_those_of_the_guides_examples() {
    let line = "127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\" 404 1534";
    let pattern = "[ip, user, username, timestamp, request, status_code = 4*, bytes > 1000]";
    let extracts = FilterPattern::read(pattern).unwrap().matches(line).unwrap();
    assert_eq!(metric_value("$bytes", line, &extracts), Some(1534.0));
    assert!(fits("[..., status_code = 404, bytes]", line));
    assert!(fits("[ip, user != Test, ...]", line));
    assert!(!fits("[ip, user]", line) && !fits("[..., status_code = 500, bytes]", line));
}

#[test]
fn a_metric_takes_a_number_or_what_the_line_says() {
    let none = Extracts::new();
    assert_eq!(metric_value("1", "", &none), Some(1.0));
    assert_eq!(metric_value("$.latency", r#"{"latency": 12.5}"#, &none), Some(12.5));
    assert_eq!(metric_value("$.latency", "no", &none), None);
}
