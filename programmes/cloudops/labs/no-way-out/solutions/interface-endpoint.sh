# An interface endpoint with private DNS in both private subnets.
aws ec2 modify-vpc-attribute --vpc-id {vpc} --enable-dns-support '{"Value":true}'
aws ec2 modify-vpc-attribute --vpc-id {vpc} --enable-dns-hostnames '{"Value":true}'
DOOR=$(aws ec2 create-security-group --group-name store --description "endpoint of the store" --vpc-id {vpc} --query GroupId --output text)
aws ec2 authorize-security-group-ingress --group-id $DOOR --protocol tcp --port 443 --source-group {group}
STORE=$(aws ec2 create-vpc-endpoint --vpc-id {vpc} --vpc-endpoint-type Interface --service-name com.amazonaws.{region}.s3 \
  --subnet-ids {private_a} {private_b} --security-group-ids $DOOR --private-dns-enabled --query VpcEndpoint.VpcEndpointId --output text)
wait 2m
ADDRESS=$(aws ec2 allocate-address --domain vpc --query AllocationId --output text)
NAT=$(aws ec2 create-nat-gateway --subnet-id {public_a} --allocation-id $ADDRESS --query NatGateway.NatGatewayId --output text)
aws ec2 wait nat-gateway-available --nat-gateway-ids $NAT
aws ec2 replace-route --route-table-id {private_table} --destination-cidr-block 0.0.0.0/0 --nat-gateway-id $NAT
aws ec2 create-network-acl-entry --network-acl-id {acl} --rule-number 110 --protocol tcp --port-range From=1024,To=65535 \
  --cidr-block 0.0.0.0/0 --rule-action allow --ingress
aws ec2 associate-route-table --route-table-id {private_table} --subnet-id {private_b}
