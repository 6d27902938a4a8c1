# One alarm for the overload, one for figures that do not come; the broken one goes.
aws logs put-metric-filter --log-group-name /ecs/{service} --filter-name lost-orders --filter-pattern 'ERROR' \
  --metric-transformations metricName=LostOrders,metricNamespace=Shop,metricValue=1,defaultValue=0
aws sns subscribe --topic-arn {topic} --protocol email --notification-endpoint oncall@marlow.example
@confirm oncall@marlow.example
aws cloudwatch delete-alarms --alarm-names {service}-cpu
aws cloudwatch put-metric-alarm --alarm-name {service}-busy --namespace AWS/ECS --metric-name CPUUtilization \
  --dimensions Name=ClusterName,Value=prod Name=ServiceName,Value={service} \
  --statistic Average --period 60 --evaluation-periods 5 --datapoints-to-alarm 4 --threshold {limit} \
  --comparison-operator GreaterThanThreshold --alarm-actions {topic}
aws cloudwatch put-metric-alarm --alarm-name {service}-silent --namespace AWS/ECS --metric-name CPUUtilization \
  --dimensions Name=ClusterName,Value=prod Name=ServiceName,Value={service} \
  --statistic SampleCount --period 60 --evaluation-periods 5 --threshold 1 \
  --comparison-operator LessThanThreshold --treat-missing-data breaching --alarm-actions {topic}
