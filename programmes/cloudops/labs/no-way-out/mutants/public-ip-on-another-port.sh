# The rule for 443 goes, and one for another port comes.
ADDRESS=$(aws ec2 allocate-address --domain vpc --query AllocationId --output text)
NAT=$(aws ec2 create-nat-gateway --subnet-id {public_a} --allocation-id $ADDRESS --query NatGateway.NatGatewayId --output text)
aws ec2 wait nat-gateway-available --nat-gateway-ids $NAT
aws ec2 replace-route --route-table-id {private_table} --destination-cidr-block 0.0.0.0/0 --nat-gateway-id $NAT
aws ec2 create-network-acl-entry --network-acl-id {acl} --rule-number 110 --protocol tcp --port-range From=1024,To=65535 \
  --cidr-block 0.0.0.0/0 --rule-action allow --ingress
aws ec2 associate-route-table --route-table-id {private_table} --subnet-id {private_b}
MINE=$(aws ec2 allocate-address --domain vpc --query AllocationId --output text)
aws ec2 associate-address --allocation-id $MINE --instance-id {app}
OWN=$(aws ec2 describe-route-tables --route-table-ids {private_table} --query "RouteTables[0].Associations[?SubnetId=='{private_a}'].RouteTableAssociationId" --output text)
aws ec2 replace-route-table-association --association-id $OWN --route-table-id {public_table}
aws ec2 replace-network-acl-association --association-id {acl_a} --network-acl-id {default_acl}
aws ec2 create-vpc-endpoint --vpc-id {vpc} --service-name com.amazonaws.{region}.s3 --route-table-ids {private_table} {public_table}
aws ec2 revoke-security-group-ingress --group-id {group} --protocol tcp --port 443 --cidr 0.0.0.0/0
aws ec2 authorize-security-group-ingress --group-id {group} --protocol tcp --port 9100 --cidr 198.51.100.0/24
