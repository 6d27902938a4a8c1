# It rings before there is trouble.
aws cloudwatch put-metric-alarm --alarm-name {service}-cpu --namespace AWS/ECS --metric-name CPUUtilization \
  --dimensions Name=ClusterName,Value=prod Name=ServiceName,Value={service} \
  --statistic Average --period 60 --evaluation-periods 5 --threshold {limit-10} \
  --comparison-operator GreaterThanThreshold --treat-missing-data breaching --alarm-actions {topic}
aws sns subscribe --topic-arn {topic} --protocol email --notification-endpoint oncall@marlow.example
@confirm oncall@marlow.example
aws logs put-metric-filter --log-group-name /ecs/{service} --filter-name lost-orders --filter-pattern ERROR \
  --metric-transformations metricName=LostOrders,metricNamespace=Shop,metricValue=1,defaultValue=0
