//! Log groups, their lines, and the filters that count them.

use crate::service::context::Operations;

mod filters;
mod groups;
mod lines;
mod shared;

pub(super) const OPERATIONS: Operations = &[
    ("CreateLogGroup", groups::create_log_group),
    ("CreateLogStream", lines::create_log_stream),
    ("DeleteLogGroup", groups::delete_log_group),
    ("DeleteLogStream", lines::delete_log_stream),
    ("DeleteMetricFilter", filters::delete_metric_filter),
    ("DeleteRetentionPolicy", groups::delete_retention_policy),
    ("DescribeLogGroups", groups::describe_log_groups),
    ("DescribeLogStreams", lines::describe_log_streams),
    ("DescribeMetricFilters", filters::describe_metric_filters),
    ("FilterLogEvents", lines::filter_log_events),
    ("GetLogEvents", lines::get_log_events),
    ("ListTagsForResource", groups::list_tags_for_resource),
    ("PutLogEvents", lines::put_log_events),
    ("PutMetricFilter", filters::put_metric_filter),
    ("PutRetentionPolicy", groups::put_retention_policy),
    ("TagResource", groups::tag_resource),
    ("TestMetricFilter", filters::test_metric_filter),
    ("UntagResource", groups::untag_resource),
];
