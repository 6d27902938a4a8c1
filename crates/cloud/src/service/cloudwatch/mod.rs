//! Alarms and figures.

use crate::service::context::Operations;

mod alarms;
mod figures;
mod listed_alarms;

pub(super) const OPERATIONS: Operations = &[
    ("DeleteAlarms", alarms::delete_alarms),
    ("DescribeAlarmHistory", listed_alarms::describe_alarm_history),
    ("DescribeAlarms", listed_alarms::describe_alarms),
    ("DescribeAlarmsForMetric", listed_alarms::describe_alarms_for_metric),
    ("DisableAlarmActions", alarms::disable_alarm_actions),
    ("EnableAlarmActions", alarms::enable_alarm_actions),
    ("GetMetricData", figures::get_metric_data),
    ("GetMetricStatistics", figures::get_metric_statistics),
    ("ListMetrics", figures::list_metrics),
    ("ListTagsForResource", listed_alarms::list_tags_for_resource),
    ("PutCompositeAlarm", alarms::put_composite_alarm),
    ("PutMetricAlarm", alarms::put_metric_alarm),
    ("PutMetricData", figures::put_metric_data),
    ("SetAlarmState", alarms::set_alarm_state),
    ("TagResource", listed_alarms::tag_resource),
    ("UntagResource", listed_alarms::untag_resource),
];
