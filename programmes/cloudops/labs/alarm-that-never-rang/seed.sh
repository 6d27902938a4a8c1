# What the customer has: a topic that nobody reads, a log group that nothing counts, and an alarm that cannot ring.
topic=$(aws sns create-topic --name {service}-ops --query TopicArn --output text)
aws logs create-log-group --log-group-name /ecs/{service}
aws logs put-retention-policy --log-group-name /ecs/{service} --retention-in-days 30
# It watches the whole cluster, half an hour long, at 95 %, and tells nobody.
aws cloudwatch put-metric-alarm --alarm-name {service}-cpu \
  --alarm-description "CPU of {service}" \
  --namespace AWS/ECS --metric-name CPUUtilization --dimensions Name=ClusterName,Value=prod \
  --statistic Average --period 300 --evaluation-periods 6 --threshold 95 \
  --comparison-operator GreaterThanThreshold
wait 40m
