# Two alarms without actions, and one that rings for either.
aws cloudwatch put-metric-alarm --alarm-name {service}-hot --namespace AWS/ECS --metric-name CPUUtilization \
  --dimensions Name=ClusterName,Value=prod Name=ServiceName,Value={service} \
  --statistic Average --period 60 --evaluation-periods 5 --datapoints-to-alarm 3 --threshold {limit} \
  --comparison-operator GreaterThanOrEqualToThreshold --treat-missing-data notBreaching
aws cloudwatch put-metric-alarm --alarm-name {service}-mute --namespace AWS/ECS --metric-name CPUUtilization \
  --dimensions Name=ClusterName,Value=prod Name=ServiceName,Value={service} \
  --statistic SampleCount --period 60 --evaluation-periods 3 --threshold 1 \
  --comparison-operator LessThanThreshold --treat-missing-data breaching
aws cloudwatch put-composite-alarm --alarm-name {service}-wakes --alarm-actions {topic} \
  --alarm-rule 'ALARM("{service}-hot") OR ALARM("{service}-mute")'
aws sns subscribe --topic-arn {topic} --protocol email --notification-endpoint oncall@marlow.example
@confirm oncall@marlow.example
aws logs put-metric-filter --log-group-name /ecs/{service} --filter-name lost-orders --filter-pattern '?ERROR ?FATAL' \
  --metric-transformations metricName=LostOrders,metricNamespace=Shop,metricValue=1,defaultValue=0
