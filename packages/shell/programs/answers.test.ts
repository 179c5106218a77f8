import { expect, test } from 'vitest'
import { answer } from '../test-script.js'

/** A script a line. */
const SCRIPTS = String.raw`
timeout 1 sh -c 'sleep 5; aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest'; echo on
echo a | egrep -e a -e b
date -Ifoo
date -I"$SECRET"
date --iso-8601=days
date -d @8640000000001 +%s
date -d @99999999999999 +%s
date -d '99999999999 weeks' +%s
sleep 1e1; echo $SECONDS
sleep 1e+1 1e-1; echo $SECONDS
sleep .5m; echo $SECONDS
sleep 1.5h; echo $SECONDS
sleep 1d; echo $SECONDS
sleep 0.25; date +%3N
docker build -o type=local,dest=o -t app . && docker push app
docker build -o type=docker -t app --output type=image .
docker build --label push=true -t 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:x .
docker build --build-arg type=registry -t 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:x .
docker build -tapp:1 x-tapp:2 && docker push app:1 && docker push app:2
docker build -t a:1 -t a:2 -t ab:1 -t b:1 . && docker push -a a
docker build --tag=a . && docker push a
docker build -f -t app . ; docker push app
aws ecr get-login-password | docker login -u AWS --password-stdin https://111122223333.dkr.ecr.us-west-2.amazonaws.com/v2/ && docker pull 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest
aws ecr get-login-password | docker login -u AWS --password-stdin http://111122223333.dkr.ecr.us-west-2.amazonaws.com && docker pull 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest
aws ecr get-login-password | docker login -u AWS --password-stdin 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40 && docker pull 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest
docker login -u AWS -p "$(aws ecr get-login-password)" 111122223333.dkr.ecr.us-west-2.amazonaws.com && docker pull 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest
docker login --username AWS --password="$(aws ecr get-login-password)" 111122223333.dkr.ecr.us-west-2.amazonaws.com && docker pull 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest
aws ecr get-login-password | docker login -u AWS --password-stdin 111122223333.dkr.ecr.us-west-2.amazonaws.com && docker pull x111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest
aws ecr get-login-password | docker login -u AWS --password-stdin 111122223333.dkr.ecr.us-west-2.amazonaws.com && docker pull 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40 && docker pull 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:v1
docker run --rm --privileged tonistiigi/binfmt:latest --install arm64 && docker build --platform linux/arm64 -t app .
docker run multiarch/qemu-user-static:register; docker run x/tonistiigi/binfmt
printf '#!/usr/bin/python3 sh\nprint(1)\n' > p; chmod +x p; ./p
echo aa | sed 's/\(a\)\1/x/'
echo 'a{2}' | sed 's/a{2}/x/'
echo 'a{2,}' | sed 's/a{2,}/x/'
echo 'a{2,3}' | sed 's/a{2,3}/x/'
echo '*a' | sed 's/*a/x/'
echo '*a' | sed 's/^*a/x/'
printf 'B\nb\n' | sort -f
printf 'B\nb\n' | sort -uf
printf 'B\nb\n' | sort --ignore-case
printf 'B x\na x\n' | sort -k1
echo '{"a":"s"}' | jq .a.b
echo x-q > f; grep -r x-q .
echo a > f; grep -rsq a . && echo there
echo a > f; grep -nr a .
echo a > f; echo b > g; grep -o '[a-z]*$' f g
echo a | grep -oc '[a-z]*$'
sleep xinf || echo failed
git --version
git --version extra
git version
git --versions
nosuch --version
uname -o; uname --operating-system
uname x-o
mktemp -d; mktemp -qd; mktemp --directory x.XXX
mkdir -p /opt/a/b; mkdir --parents /opt/c/d; echo made
mkdir /opt/a/b
mkdir -m 700 /opt/a/p
touch /opt/a/b; tee /opt/c < /dev/null; rm -f /opt/d; rm /opt/e
ls /opt; find /opt -name x
echo "$SECRET" > f; grep -i a f; cat f
echo "$SECRET" > f; sed -ri 's/a/b/' f; cat f
echo "$SECRET" > f; sed --in-place s/a/b/ f; cat f
echo "$SECRET" | sed 's/a-i/b/'
timeout || echo failed
echo s/a/b/ > s; echo a > f; sed -f s f
echo .a > p; echo '{"a":1}' | jq -f p
date -d @1.2345 +%N
date +%5z
date +%5%
TZ=Europe/London date -d @1700000000 +%Z
awk 'BEGIN {print 1709971200 * 1000}'
date +%s | awk '{printf "%d", $1 * 1000}'
awk 'BEGIN {RS = ","} {print}' <<< a,b
awk '{delete a[1]; print RS == ","}' <<< a
awk '{a[1] = 2} END {x = 1; delete a}' <<< a
sed 's|/|\\/|g' <<< a/b
sed 's/x/a\\b/' <<< x
sed 's/\<a/x/' <<< a
sed '/x/a\  y' <<< x
echo '{}' | jq -c '.a.b = 1'
echo '{"a":{}}' | jq -c '.a.b.c |= 1'
echo '{"a":[{}]}' | jq -c '.x = 1 | .a[1].b += 1'
echo '{"a":[{"b":1}]}' | jq -c 'del(.a[].b)'
echo '{"a":[{"b":1}]}' | jq -c 'del(.a[] | select(.b) | .b)'
echo '{"a":1}' | jq -c 'del(.a?)'
echo '{"a":"z"}' | jq -c '{"x\(.a)": 1}'
echo '{"a":1}' | jq -c '{"a"}'
echo '[]' | jq -c 'sort_by(.a'
dirname /
seq -f x%g 2; seq --format=%g 2
echo '{"a":1}' | jq -c '.b //= 5'
echo '[1,[2]]' | jq -c 'walk(.)'
echo '{"walk":1}' | jq -c '.walk, "walk"'
echo '"e"' | jq -ac .; echo '"e"' | jq --ascii-output .
echo '[1]' | jq -c 'group_by(.'
date x-R
date -Rx
docker tag "$SECRET" x; docker push x
which -s aws; which -x docker; which $SECRET
realpath nosuch; realpath /tmp/../etc; realpath -s x
bash --; bash -; bash -c; bash -i -c 'echo a'; bash -l -c 'echo b'
date -d @1x +%F
date -d x@1 +%F
date -d '5 lightyears' +%F
date -d "$SECRET" +%F; date +"$SECRET"
date -d '2024-13-01' +%F
date -d '2024-03-09T25:00' +%F
date +%W
date +%-W-%U-%V-%g-%G
TZ=Etc/GMT+5 date +%H%z; TZ=$SECRET date +%H
jq --null-input --arg x "$SECRET" '{x: $x}'
jq -rn --arg x "$SECRET" '$x'
jq -n --arg x "$SECRET" 'error($x)'
jq -n --arg x "$SECRET" '.['
jq -n --arg x "$SECRET" 'halt'
echo '{"a":1}' | jq --arg x "$SECRET" '{x: $x}'
jq -n --argjson x "$SECRET" '$x'
jq -ne --arg x "$SECRET" '$x'
jq -n --exit-status --arg x "$SECRET" '$x'
echo "{\"a\":\"$SECRET\",\"b\":1}" | jq .b
echo "{\"a\":\"$SECRET\",\"b\":1}" | jq '.a | length'
echo "$SECRET" | jq .a
sort -n <<< "$SECRET"; echo "$SECRET" | sort | head -1
find . -name x -exec rm {} +
find . -execdir ls \;
find . -ok rm {} \;
find . -executable
find . -name -exec
awk 'BEGIN { system("ls") }'
awk '{ print | "sort" }' <<< a
awk '$1 == "a" || $1 == "b" { print }' <<< a
awk "{ print \"$SECRET\" }" <<< a
tar --to-command=cat -xf x.tar
tar --use-compress-program=zstd -cf x.tar .
/usr/local/bin/aws --version > /dev/null && echo ok
/opt/usr/bin/aws sts get-caller-identity
/usr/bin/aws/x
/bin/ls -d /tmp; /usr/bin/printf 'a\n'; /usr/bin/env echo b
usr/bin/aws --version
docker --host tcp://x version; docker --tlsverify version
docker -D images; docker --debug ps
docker login -u a -p b; docker push app
docker buildx; docker buildx build --push -t app .; docker image; docker image build
docker image build -t 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:x . && docker image ls
docker pull --platform linux/arm64 alpine; docker pull -q alpine; docker pull alpine -q
docker pull; docker pull $SECRET
uname -m; arch; uname -p; uname -i; uname -n; uname -r; uname -v; uname -x
envsubst < /dev/null; envsubst "$SECRET" <<< '$A'; A="$SECRET" envsubst <<< 'x$A'
envsubst '$A $B' <<< '$A$B$C'
sudo A=1 sh -c 'echo $A $HOME $USER'; sudo -n true; sudo -u nobody true; sudo --preserve-env=AWS_REGION env | grep -c AWS; sudo -H sh -c 'echo $HOME'
sudo; sudo -E; sudo nosuch
nice -10 echo a; nice --adjustment=5 echo b; stdbuf --output=L echo c; time -p true
command -v aws docker jq nosuch-program; command -v /usr/bin/aws; command -v ./x
xargs < /dev/null; xargs -a nosuch echo; xargs -0n1 echo < /dev/null
echo a | xargs -E b echo; echo a | xargs -x echo; echo a | xargs -s 100 echo
echo a | xargs -J % echo
printf 'a\n' | xargs -I{} -P4 echo {}; printf 'a b\n' | xargs -l echo
echo x | awk 'BEGIN { while ((getline l) > 0) print l }'
echo 'a b' | awk -v OFS=- '{print $1, $2}'
echo 'a b' | awk -vOFS=- '{print $1, $2}'
echo 'a b' | awk -v xOFS=- '{print xOFS}'
expr abc : 'a\(.\)'
expr match abc a; expr 1 + 1
echo a | grep -e a -e b
echo a | grep --regexp=a --regexp b
echo a | grep -P '(?i)A'
echo a > f; grep -r a .
echo a > f; grep -rq a . && echo there
echo a > f; grep -Rl a .
echo '{"a":1,"b":2,"c":3}' | jq -c 'del(.a, .b)'
echo '{"a":{"x":1,"y":2}}' | jq -c '.a | del(.x,.y) | .z = 1'
echo '{"a-b":1,"b":2}' | jq -c 'del(."a-b", .b)'
echo '[1,2,3]' | jq -c 'del(.[1:])'
echo '{"c":[{"n":"w"}]}' | jq -c '(.c[] | select(.n == "w") | .i) |= "x"'
echo '{"c":[{"n":"w"}]}' | jq -c '(.c[] | select(.n == "w")).i = "x"'
echo '{"c":[{"n":"w"}]}' | jq -c '(.c | length) == 1, (.c | length) != 2, ((.c | length) >= 1)'
echo '["a"]' | jq -r '@csv'
echo '["a"]' | jq -r '@sh "x \(.[0])"'
echo '["a"]' | jq -r '.[0] | @sh'
echo a | sed 's/a/\U&/'
echo a | sed 's/a/\\U/'
echo a | sed 'a\y'
echo a | sed '1i\x'
echo a | sed '/a/c\x'
echo a | sed 's/a\b/x/'
echo a > f; sed -i.bak s/a/b/ f; cat f
echo a > f; sed --in-place=.bak s/a/b/ f; cat f
echo a > f; sed -i -e s/a/b/ f; cat f
printf 'a\0b' | tr '\0' ' '
awk 'length > 3' /dev/null
awk '{printf "%05.1f", $1}' /dev/null
echo x | grep -w '^x'
echo x | od -c
echo a/b | awk -F'|' '{print $1}'
echo nodelim | cut -d: -f2
ls a b
printf 'a b\n' | wc
printf abc | tail -c +2
echo a | cut -b1
echo a | head -n -1
echo a | sort --weather
echo a | grep -P '(?<=a)b'
echo '{}' | jq 'nosuch(1)'
echo 'no json' | jq . || echo failed
echo '{}' | jq --weather .
echo a | sed 'Q5'
echo a | awk '{print'
find . -weather
ls --weather || echo failed
cat nosuch || echo failed
cp nosuch x || echo failed
tar --version; sort --version | head -1; grep --version extra || echo failed
paste -sd, - < /dev/null; printf '1\n2\n' | paste -d, - -; printf '1\n' | paste -zs
timeout x true
timeout 0.5 sleep 1 || echo $?
timeout 2 sleep 1 && echo $?
timeout inf sleep 1 && echo $?
timeout 1 aws ecs wait services-stable --cluster yoctogram-cluster --services yoctogram-service --region us-west-2; echo $?
date
date -u
date +%C%y-%G-%V-%u-%w-%U-%W
date +%D_%r_%R_%c_%x_%X
date +%h-%b-%A-%Z-%z-%:z-%::z-%s-%N-%3N-%6N
date +%-H:%_H:%05d:%^a:%#p:%e:%k:%l:%q
date +%n%t%%
date +%h-%b-%A-%Z-%z-%:z-%s-%N-%3N-%6N
date +%-H:%_H:%05d:%^a:%e:%k:%l:%P
date --rfc-3339=seconds
date --rfc-3339=ns
date --rfc-3339=date
date --iso-8601
date --iso-8601=minutes
date --iso-8601=ns
date -Iseconds
date --rfc-email
date --utc +%F
date -d 'next monday' +%F
date -d '2 days ago' +%F
date -d '+1 hour' +%H
date -d yesterday +%F
date -d tomorrow +%F
date -d now +%s
date -d nonsense +%F
date -d '2024-02-30' +%F
date -d '2024-03-09T12:00:00Z' +%s
date -d '2024-03-09T12:00:00+02:00' +%s
date --date=@1700000000 +%s
date -r /etc/hostname +%s
date -s '2020-01-01'
date --weather
date +%F extra
TZ=UTC date +%Z
TZ=Europe/Berlin date +%Z-%z
TZ=Nonsense/Zone date +%Z
export TZ=America/New_York; date +%FT%T%z
sleep 1.5; date +%s%3N
sleep 1h 1m; date +%s
sleep infinity
sleep x
sleep
docker --version
docker version
docker info
docker ps
docker images
docker login
docker login -u AWS -p x 111122223333.dkr.ecr.us-west-2.amazonaws.com
docker login --username=AWS --password=x https://ghcr.io/v2/
echo x | docker login --password-stdin -u AWS ghcr.io
echo x | docker login --weather ghcr.io
docker logout ghcr.io
docker logout
docker build .
docker build -t app .
docker build -t app -t app:2 --platform linux/arm64 -f Dockerfile.prod --build-arg A=1 .
docker build --platform=linux/amd64 -t app . && docker tag app 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:x
docker build --push -t 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:x .
docker buildx build --platform linux/arm64,linux/amd64 -t app --load .
docker buildx build --platform linux/arm64 -t 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:x --push .
docker buildx build --push=false -t app .
docker buildx b -t app .
docker buildx create --use
docker buildx ls
docker buildx inspect --bootstrap
docker buildx imagetools create -t a b
docker buildx weather
docker tag nope other
docker tag app
docker push app
docker push 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest
docker push --all-tags 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40
docker push --quiet 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest
docker push 111122223333.dkr.ecr.us-west-2.amazonaws.com
docker push
docker build -t ghcr.io/ada/x . && docker push ghcr.io/ada/x
docker build -t $SECRET . && docker push $SECRET
docker pull alpine
docker pull 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest
aws ecr get-login-password | docker login --username AWS --password-stdin 111122223333.dkr.ecr.us-west-2.amazonaws.com && docker pull 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest && docker tag 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:old && docker push 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:old
aws ecr get-login-password | docker login --username AWS --password-stdin 111122223333.dkr.ecr.us-west-2.amazonaws.com && docker pull 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:nope
aws ecr get-login-password | docker login --username AWS --password-stdin 111122223333.dkr.ecr.us-west-2.amazonaws.com && docker build -t 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:a -t 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:b . && docker push -a 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40
docker image ls
docker image prune -f
docker image push x
docker system prune -af
docker run --rm alpine true
docker run --privileged --rm tonistiigi/binfmt --install all
docker compose up
docker rmi x
docker inspect app
docker manifest inspect x
docker weather
docker
bash -c 'echo $1 $0' a b
bash -ec 'false; echo no'
bash -x -c 'echo hi' 2>/dev/null
bash ./script.sh
echo 'echo file $1' > s.sh; bash s.sh x; sh s.sh y; chmod +x s.sh; ./s.sh z
printf '#!/bin/sh\necho sh $0 | tail -c 5\n' > t.sh; chmod +x t.sh; ./t.sh
printf '#!/usr/bin/env python3\nprint(1)\n' > p.py; chmod +x p.py; ./p.py
echo 'echo $0' > s.sh; bash < s.sh
bash -o pipefail -c 'false | true' || echo pf
bash --norc -c 'exit 3' || echo $?
bash -c
env | grep -c AWS_REGION
env A=1 B=2 sh -c 'echo $A$B'
env -i A=1 env
env --weather
nohup echo hi
timeout 5 echo hi
timeout -k 1 5s sh -c 'exit 4' || echo $?
timeout 1 sleep 5 || echo $?
time echo hi
nice -n 5 echo hi
stdbuf -oL echo hi
sudo echo hi
sudo -E env | grep -c AWS_REGION
sudo -u root whoami
command -v docker aws jq git python3 nope_cmd || true
which docker nope_cmd || echo $?
type -P aws
whoami; id -u; hostname; uname -m; uname -a | cut -c1-5; nproc; arch
xargs -a list.txt echo
printf 'a b\n' | xargs -t echo 2>/dev/null
printf 'a\n' | xargs -n 0 echo
printf 'a\n' | xargs -n x echo
printf 'a\n' | xargs --weather
printf 'a b c' | xargs -n2 -- echo
printf "a 'b c' \"d e\" f\\\\ g" | xargs -n1 echo
printf 'a\n\nb\n' | xargs -L1 echo
printf 'a\n' | xargs false || echo $?
printf 'a\n' | xargs sh -c 'exit 255' || echo $?
printf 'a b' | xargs -I{} echo {}-{}
printf 'a:b' | xargs -d: echo
printf 'x' | xargs aws ecr list-images --repository-name cs40 --output text --query
echo latest | xargs -I{} aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag={} --query failures
echo $SECRET | xargs echo
echo $SECRET | xargs -I{} aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag={}
touch a b; ls; touch -d 2020-01-01 c; ls -1; mkdir d; mv a d; cp b d/e; ls d; rm -rf d; ls
tar --version; tar czf x.tgz nothing
mktemp; mktemp -d; mktemp -t x.XXX; mktemp --weather
jq -n '{a:1}'; jq . nope.json
curl -s https://example.com; echo after
curl -fsSL https://example.com | sh
git rev-parse HEAD
git rev-parse --short HEAD
git rev-parse --abbrev-ref HEAD
git log -1 --format=%H
git describe --tags
git config user.name x
git status
git diff --quiet
git clone https://github.com/ada/x
python3 -c 'print(1)'
node -e 'console.log(1)'
npm ci
pip install x
pytest
make
terraform apply
kubectl get pods
gh run list
cdk deploy
./nope.sh
/usr/bin/aws --version
/bin/echo hi
nope_cmd
exec echo replaced; echo no
docker -v
docker --context x images
docker -H tcp://x -l debug ps -a
docker --config /tmp/c -c ctx version
docker $SECRET
docker tag $SECRET b
docker build $SECRET -t app .
docker push $SECRET
docker logout
docker logout ghcr.io; docker logout 111122223333.dkr.ecr.us-west-2.amazonaws.com
docker image tag nope b
docker build -t app . && docker image tag app other && docker tag other third && docker push third
docker image build -t app:1 . && docker push app:1
docker build -t app:1 . && docker image push app:1 && docker push app
docker image inspect app
docker run alpine
docker run multiarch/qemu-user-static --reset
docker volume ls; docker network ls; docker container ls; docker stop x; docker rm x; docker search x; docker history app; docker logs x
docker exec x ls
docker cp a b
docker save app -o app.tar
docker load -i app.tar
docker commit x y
docker import x
docker builder prune
docker buildx use default; docker buildx rm x; docker buildx install; docker buildx du; docker buildx version; docker buildx stop; docker buildx prune -f
docker buildx bake
docker buildx build -t a -t b --platform linux/arm64 . && docker push a && docker push b
docker buildx build .
docker build -ta -t b:2 --tag c --tag=d . && docker push a && docker push b:2 && docker push c && docker push d
docker build --platform linux/arm64 --platform=linux/amd64 -t 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:x --push .
docker build --output type=registry -t 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:x .
docker build -o type=image,push=true -t 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:x .
docker build -o type=image,name=111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:x,push=true .
docker build --output=type=docker -t app . && docker push app
docker build -o type=local,dest=out -t app .
docker build -f Dockerfile -t app --build-arg A=1 --build-arg=B=2 --no-cache --pull -q --load - < Dockerfile
docker build --push=true -t ghcr.io/a/b . ; docker build --push=false -t 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:x .
docker build . -t app && docker push app:latest
docker build -t "$SECRET" --push .
docker build -t app -t nope/x --push .
docker login 111122223333.dkr.ecr.us-west-2.amazonaws.com -u AWS
docker login -u AWS -p '' 111122223333.dkr.ecr.us-west-2.amazonaws.com
docker login -u a --password b
docker login --username a --password=b ghcr.io
docker login -u a -p b https://index.docker.io/v1/
echo "$SECRET" | docker login -u a --password-stdin ghcr.io
docker login -u a -p b "$SECRET"; echo after
docker login -u a -p "$SECRET" ghcr.io
aws ecr get-login-password | docker login -u AWS --password-stdin 111122223333.dkr.ecr.us-west-2.amazonaws.com && docker build -t 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:n . && docker push 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:n
aws ecr get-login-password | docker login -u AWS --password-stdin 111122223333.dkr.ecr.us-west-2.amazonaws.com && docker build -t 111122223333.dkr.ecr.us-west-2.amazonaws.com/nope:n . && docker push 111122223333.dkr.ecr.us-west-2.amazonaws.com/nope:n
aws ecr get-login-password | docker login -u AWS --password-stdin 111122223333.dkr.ecr.us-west-2.amazonaws.com && docker build -t 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40 . && docker push 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40
aws ecr get-login-password | docker login -u AWS --password-stdin 111122223333.dkr.ecr.us-west-2.amazonaws.com && docker build -t 111122223333.dkr.ecr.us-east-1.amazonaws.com/cs40:x . && docker push 111122223333.dkr.ecr.us-east-1.amazonaws.com/cs40:x
aws ecr get-login-password | docker login -u AWS --password-stdin 111122223333.dkr.ecr.us-west-2.amazonaws.com && docker logout 111122223333.dkr.ecr.us-west-2.amazonaws.com && docker pull 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest
aws ecr get-login-password | docker login -u AWS --password-stdin 111122223333.dkr.ecr.us-west-2.amazonaws.com && docker pull -q 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40 && docker push 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40
aws ecr get-login-password | docker login -u AWS --password-stdin 111122223333.dkr.ecr.us-west-2.amazonaws.com && docker pull 111122223333.dkr.ecr.us-west-2.amazonaws.com/nope:latest
aws ecr get-login-password | docker login -u AWS --password-stdin 444455556666.dkr.ecr.us-west-2.amazonaws.com && docker pull 444455556666.dkr.ecr.us-west-2.amazonaws.com/cs40:latest
docker pull $SECRET
docker pull "$SECRET"
docker pull ubuntu && docker tag ubuntu app && docker push app
docker build -t app:a -t app:b -t other . && docker push --all-tags app
docker build -t 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:a . && docker push -a 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40
docker push nope:x
docker push -q
printf 'a b\nc d\n' | xargs -L 1 echo x
printf 'a b\nc d\n' | xargs -L2 echo x
printf 'a b\nc d\n' | xargs --max-lines=1 echo x
printf 'a b c' | xargs --max-args=2 echo
printf 'a b c' | xargs --max-args 2 echo
printf 'a\0b c\0' | xargs -0 -n1 echo
printf 'a\0b c\0' | xargs --null echo
printf 'a\0b' | xargs -0n1 echo
printf '' | xargs echo none
printf '' | xargs -r echo none
printf '' | xargs --no-run-if-empty echo none
printf '' | xargs -rn1 echo none
printf '  \n \n' | xargs echo blank
printf 'a,b,c' | xargs -d, -n1 echo
printf 'a,b,c' | xargs --delimiter=, echo
printf 'a\tb' | xargs -d '\t' -n1 echo
printf 'a\nb\n' | xargs -d '\n' -n1 echo
printf 'a b\nc\n' | xargs -I % echo [%] %
printf 'a\nb\n' | xargs -i echo {}-x
printf 'a\nb\n' | xargs -iX echo X-x
printf 'a\nb\n' | xargs --replace=Z echo Z
printf 'a\n' | xargs -P 4 -n1 echo
printf 'a\n' | xargs -P4 --max-procs=2 echo
printf 'a b\n' | xargs -s 100 -x echo
printf 'a E b\n' | xargs -E E echo
printf 'a\n' | xargs -t echo
printf 'a\n' | xargs --verbose -- echo -n
printf "it's\n" | xargs echo
printf 'a "b\n' | xargs echo
printf "a'b c'd\\\\ e\n" | xargs -n1 echo
printf 'a\n' | xargs
printf 'a b' | xargs -n1 false; echo $?
printf 'a b' | xargs -n1 sh -c 'exit 3'; echo $?
printf 'a\n' | xargs -n -1 echo
printf 'a\n' | xargs -L 0 echo
printf 'a\n' | xargs -n1.5 echo
printf 'a\n' | xargs -Z echo
printf 'a\n' | xargs --nope echo
echo a b > list; xargs -a list -n1 echo; xargs --arg-file=list echo; xargs -alist echo
xargs -a "$SECRET" echo
printf 'a\n' | xargs $SECRET
printf 'a\n' | xargs nope_cmd
printf 'a\n' | xargs ./missing; echo $?
f() { echo fn; }; printf 'a\n' | xargs f
printf 'HOME' | xargs printenv
printf 'x=1' | xargs export
printf 'a b' | xargs test a = b; echo $?
printf 'a\n' | xargs pwd
uname; uname -s; uname -m; uname -p; uname -i; uname -o; uname --operating-system; uname -r; uname -mi
arch; nproc; whoami; hostname
x=$(mktemp); [ -f "$x" ] && echo file; y=$(mktemp -d); [ -d "$y" ] && echo folder; z=$(mktemp --directory); [ -d "$z" ] && echo long; [ "$x" != "$y" ] && echo differ; echo "$x"
realpath . ../x -s /a/../b; readlink -f . 2>/dev/null; basename /a/b.c .c; dirname /a/b
which aws docker jq cat git; which aws nope_cmd; which COMMAND_HERE; which -a aws; which ./x; echo x > x; which ./x
yes | head -2; yes no way | head -1
echo '$HOME' | envsubst -v
echo '$HOME' | envsubst a b
echo '$HOME' | envsubst "$SECRET"
export S=$SECRET; echo 'x $S' | envsubst
echo "$SECRET" | envsubst
env -i A=1 B='x y' env; env -u HOME printenv HOME; echo $?; env --unset=HOME printenv HOME; env - printenv; env --ignore-environment printenv HOME
env A=1 A=2 printenv A; env 1x=2; env A=1; printenv HOME USER nope; echo $?; export Z=9; printenv Z; printenv | grep -c '^Z='; env | grep '^Z='
env -S 'a b'; env -C / pwd
env -u
env $SECRET true
timeout 5 true; timeout 5s false; echo $?
timeout --preserve-status -s KILL -k 2 5 echo hi; timeout --signal=TERM 1m echo long; timeout 5
timeout 10 f; f() { :; }; timeout 10 f
nohup echo a; nice echo b; nice -n 5 echo c; stdbuf -o0 echo d; stdbuf -o L echo e; time -p echo f; setsid echo g; ionice -c 3 echo h
sudo true; sudo -n echo a; sudo -u nobody -g x echo b; sudo -E printenv HOME; sudo --preserve-env=HOME printenv HOME; sudo printenv HOME; sudo A=1 B=2 printenv A B; sudo printenv USER; echo $?; export Q=1; sudo printenv Q; echo $?; sudo -E printenv Q; sudo
sudo -u postgres $SECRET
command -v cat aws docker; command -v ./x; command -v /bin/cat; command -v UPPER; command -v --opt
--option value
PLACEHOLDER_HERE x
""
'' a
git --version; node --version; python3 --version; kubectl version; terraform --version; npm --version; gh version
git -C . status; git fetch; git diff; git diff --exit-code; echo after
git push
git commit -m x
apt-get -y install jq; sudo apt-get -qq update; apt list; pip install x; pip uninstall x; python -m pip install y; python3 -m venv v
npm config set x y; npm test; echo after
curl https://x; echo after
curl -s https://x | jq -r .a
wget -q https://x -O f; echo after
python3 script.py
node index.js
gh release list
kubectl apply -f x
aws-vault exec x
df -h; free; ps aux; id; groups; lscpu; uptime; tput setaf 1; file x; lsb_release -a
npx thing || true; echo after
zip -r x.zip .; echo after
docker-compose up -d
podman push x
skopeo copy a b
cat "$SECRET"; echo after
cat missing; echo after
cat missing || echo handled
head -1 "$SECRET" || true
echo "$SECRET" | cat | tee f | head -1; cat f
echo "$SECRET" | grep x
echo "$SECRET" | grep x || true; echo after
echo "$SECRET" | awk '{print $1}'; echo "$SECRET" | sed s/a/b/; echo "$SECRET" | cut -c1; echo "$SECRET" | tr a b; echo "$SECRET" | wc -l; echo "$SECRET" | sort | uniq | tail -1; echo "$SECRET" | base64; echo "$SECRET" | sha256sum | cut -c1-7
echo "$SECRET" | jq .a
echo "{\"a\":\"$SECRET\",\"b\":1}" | jq -r .b
echo "{\"a\":\"$SECRET\",\"b\":1}" | jq -r .a
echo "{\"a\":\"$SECRET\",\"b\":1}" | jq 'select(.a=="x")'
echo "{\"a\":\"$SECRET\"}" | jq -e .a
jq -n --arg x "$SECRET" '{x:$x}'; jq --null-input --arg x "$SECRET" '$x'; jq -n --argjson x "$SECRET" '$x'
jq -n --arg x "$SECRET" 'error($x)'
jq -rn --arg x "$SECRET" '$x | length'
echo a > f; sed -i "s/a/$SECRET/" f; cat f; echo b > g; sed -i s/b/c/ g; cat g; sed --in-place s/c/d/ g; cat g; sed -i.bak s/d/e/ g; cat g
mkdir -p a/b; touch a/b/c; find . -name c; find a -type f -exec echo {} \;; ls a; rm -r a; ls
find . -exec rm {} +; echo after
find . -name x -delete; echo after
awk 'BEGIN{system("ls")}'
awk 'BEGIN{print 1 | "sort"}'
awk '$1 == 1 || $2 == 2 {print}' /dev/null
tar --to-command=x -xf y
tar czf a.tgz f 2>/dev/null; echo $?
diff a b; du -sh .; stat f; tree
echo a > a; echo b > b; diff a b; echo $?; du a; stat a; tree .
ls missing; echo after
ls -la | head -1; ls Dockerfile
cp missing x; echo after
mv missing x || echo handled; rm missing || echo handled; rm -f missing; rmdir missing || echo handled
ln -s a l; readlink l; cat l || echo dangling; chmod +x a 2>/dev/null || echo none
seq 3; seq 1 2 5; expr 1 + 2; expr 5 - 5; echo $?; factor 6; rev <<< abc; tac <<< abc; nl <<< a; fold -w 2 <<< abcd; paste -sd, <<< a; column -t <<< 'a b'; comm /dev/null /dev/null; join /dev/null /dev/null; od -c <<< a; strings <<< abc; split --version
bash -c 'echo $0' ; bash -- x.sh; bash -l -c 'echo login'; bash -i -c 'echo inter'; bash -r -c 'echo r'; bash -lc 'echo lc'; bash -exc 'echo ex'; bash -eo pipefail -c 'false | true; echo no'; echo $?
sh -c 'echo $0 $1' a b; sh -e -c 'false; echo no'; echo $?
bash $SECRET
bash -c "$SECRET"
bash Dockerfile
bash -c 'return 3' || echo $?; bash -c 'break; echo b'; bash -c 'exit 9' || echo $?; bash -c 'x' || echo $?
bash +e -c 'false; echo p'; bash -o errexit -c 'false; echo no' || echo $?; bash +o errexit -c 'false; echo yes'; bash --posix -c 'echo posix'; bash --version
echo 'exit 4' > s.sh; bash s.sh; echo $?
echo '#!/bin/bash -e' > s.sh; echo 'false; echo no' >> s.sh; chmod +x s.sh; ./s.sh; echo $?
echo '#!/usr/bin/env bash' > s.sh; echo 'echo "$# $1"' >> s.sh; chmod 755 s.sh; ./s.sh a b; mkdir bin; cp s.sh bin/tool; chmod +x bin/tool; PATH="$PWD/bin:$PATH"; tool c; tool
echo '#!/usr/bin/python3' > s.py; chmod +x s.py; ./s.py
echo 'echo no shebang' > s; chmod +x s; ./s; . ./s
sleep 1 2; date +%S; sleep 1m; date +%M; sleep 0.5; sleep 1d; date +%d; sleep -1; sleep 1x; sleep $SECRET
`

const WITH_BRACES = [
  "echo 'a $HOME ${USER} $nope ${nope} $1 $$ \\$HOME' | envsubst",
  "export A=1 B=2; echo '$A $B ${A}' | envsubst '$A'; echo '$A ${B}' | envsubst '${B}'",
]

// Everything that a program answers and does, on the test account's runner. Where a snapshot differs from the
// program's own (GNU coreutils and findutils, docker, git), the snapshot is wrong.
test.each([...SCRIPTS.trim().split('\n'), ...WITH_BRACES])('%s', async (script) => {
  expect(await answer(script)).toMatchSnapshot()
})
