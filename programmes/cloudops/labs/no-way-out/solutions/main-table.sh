# Zone b goes on following the main table, which now leads out; the NAT gateway stands in zone b.
ADDRESS=$(aws ec2 allocate-address --domain vpc --query AllocationId --output text)
NAT=$(aws ec2 create-nat-gateway --subnet-id {public_b} --allocation-id $ADDRESS --query NatGateway.NatGatewayId --output text)
aws ec2 wait nat-gateway-available --nat-gateway-ids $NAT
aws ec2 replace-route --route-table-id {private_table} --destination-cidr-block 0.0.0.0/0 --nat-gateway-id $NAT
aws ec2 create-route --route-table-id {main_table} --destination-cidr-block 0.0.0.0/0 --nat-gateway-id $NAT
aws ec2 create-network-acl-entry --network-acl-id {acl} --rule-number 110 --protocol tcp --port-range From=32768,To=60999 \
  --cidr-block 0.0.0.0/0 --rule-action allow --ingress
aws ec2 create-vpc-endpoint --vpc-id {vpc} --service-name com.amazonaws.{region}.s3 --route-table-ids {private_table} {main_table}
