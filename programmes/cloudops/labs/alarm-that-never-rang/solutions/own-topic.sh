# Another topic, whose name nobody asked for, with the address on it.
TOPIC=$(aws sns create-topic --name wake-somebody --query TopicArn --output text)
aws cloudwatch put-metric-alarm --alarm-name overload --namespace AWS/ECS --metric-name CPUUtilization \
  --dimensions Name=ClusterName,Value=prod Name=ServiceName,Value={service} \
  --statistic Average --period 60 --evaluation-periods 5 --datapoints-to-alarm 4 --threshold {limit} \
  --comparison-operator GreaterThanThreshold --treat-missing-data breaching --alarm-actions $TOPIC
aws cloudwatch delete-alarms --alarm-names {service}-cpu
aws sns subscribe --topic-arn $TOPIC --protocol email --notification-endpoint oncall@marlow.example
@confirm oncall@marlow.example
aws logs put-metric-filter --log-group-name /ecs/{service} --filter-name lost-orders --filter-pattern ERROR \
  --metric-transformations metricName=LostOrders,metricNamespace=Shop,metricValue=1,defaultValue=0
