# The bucket is open to an endpoint that does not exist.
ADDRESS=$(aws ec2 allocate-address --domain vpc --query AllocationId --output text)
NAT=$(aws ec2 create-nat-gateway --subnet-id {public_a} --allocation-id $ADDRESS --query NatGateway.NatGatewayId --output text)
aws ec2 wait nat-gateway-available --nat-gateway-ids $NAT
aws ec2 replace-route --route-table-id {private_table} --destination-cidr-block 0.0.0.0/0 --nat-gateway-id $NAT
aws ec2 create-network-acl-entry --network-acl-id {acl} --rule-number 110 --protocol tcp --port-range From=1024,To=65535 \
  --cidr-block 0.0.0.0/0 --rule-action allow --ingress
aws ec2 associate-route-table --route-table-id {private_table} --subnet-id {private_b}
aws ec2 create-vpc-endpoint --vpc-id {vpc} --service-name com.amazonaws.{region}.s3 --route-table-ids {private_table}
aws s3api put-bucket-policy --bucket kestrel-patches-{region} \
  --policy '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::kestrel-patches-{region}/*","Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-0123456789abcdef0"}}}]}'
