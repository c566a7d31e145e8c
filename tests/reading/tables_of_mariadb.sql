-- What tables_of_mariadb.tar.xz was made from (MariaDB 10.11, innodb_file_per_table); every person is invented.
CREATE DATABASE shop CHARACTER SET utf8mb4; USE shop;
create table customers (id int unsigned not null auto_increment primary key, name varchar(120) not null, email varchar(200), born date, paid decimal(10,2), balance decimal(20,4), created datetime, seen timestamp null, at_time time, ms datetime(3), active tinyint(1) not null default 1, sex enum('f','m','x'), tags set('a','b','c'), code char(11), latin char(8) character set latin1, note text, scan mediumblob, score double, rate float, big bigint, small smallint, med mediumint unsigned, y year, flags bit(3), ip varbinary(16), key(email)) engine=InnoDB;
insert into customers(name,email,born,paid,balance,created,seen,at_time,ms,active,sex,tags,code,latin,note,scan,score,rate,big,small,med,y,flags,ip) values
('Ann Example','ann@example.com','1980-02-01',1234.50,-98765432.1234,'2024-03-05 06:07:08','2023-01-02 03:04:05','12:34:56','2024-01-02 03:04:05.678',1,'f','a,c','900-12-3456','Zoë','short note',x'FFD8FFE0001122',1.5,-2.25,-9000000000,-5,70000,1999,b'101',x'7F000001'),
('Žofie Ĉapek','zofie@example.com','1999-12-31',-0.01,0,'1999-12-31 23:59:59',null,'-01:02:03',null,0,null,null,'900-45-6789','abc',repeat('long note about Žofie. ',2000),repeat(x'00FF',30000),null,null,null,null,null,null,null,null),
('Cleo Example',null,null,null,null,null,null,null,null,1,'x','','','' ,'',null,0,0,0,0,0,2024,b'0','');
delete from customers where id=3;
create table nopk (name varchar(50), ssn varchar(11)) engine=InnoDB row_format=compact;
insert into nopk values('Dora Example','900-11-2222'),('Emil Example','900-33-4444'),(null,null);
create table byname (given varchar(40), family varchar(40), phone char(14), primary key(family,given)) engine=InnoDB;
insert into byname values ('Gus','Example','(212) 555-0101'),('Ida','Exempel','(212) 555-0102');
create table old (id int primary key, name varchar(30)) engine=InnoDB row_format=redundant;
insert into old values (1,'Hugo Example');
create table zip (id int primary key, name varchar(30)) engine=InnoDB row_format=compressed key_block_size=8;
insert into zip values (1,'Hugo Example');
create table inst (id int primary key, name varchar(30)) engine=InnoDB;
insert into inst values (1,'Jan Example'),(2,'Kim Example');
alter table inst add column email varchar(60) default 'none@example.com', algorithm=instant;
insert into inst values (3,'Lea Example','lea@example.com');
alter table inst add column born date after id, algorithm=instant;
insert into inst values (4,'1970-01-01','Mia Example','mia@example.com');
alter table inst drop column name, algorithm=instant;
create table cp (id int primary key, name varchar(60)) engine=InnoDB page_compressed=1;
insert into cp values (1,'Quin Example');
create table `odd name-é` (id int primary key, `full name` varchar(60) comment 'a comment', k enum('x','y') not null) engine=InnoDB comment='tc';
insert into `odd name-é` values (1,'Rosa Example','y');
create table virt (id int primary key, a varchar(20), v varchar(40) as (concat(a,'!')) virtual, st varchar(40) as (concat(a,'?')) stored, b varchar(20)) engine=InnoDB;
insert into virt(id,a,b) values (1,'Ann','Bee');
create table prefix (name varchar(300) not null, ssn varchar(11), primary key(name(10))) engine=InnoDB;
insert into prefix values ('Theodora Example-Longname','900-12-3456');
create table uniq (ssn char(11) not null, name varchar(40), unique key(ssn)) engine=InnoDB default charset=latin1;
insert into uniq values ('900-12-3456','Zoë Example');
create table cblob (id int primary key, note longtext) engine=InnoDB row_format=compact;
insert into cblob values (1, concat('START ', repeat('xyz Ümlaut ',3000),' END'));
create table cyr (id int primary key, name varchar(40)) engine=InnoDB default charset=cp1251;
insert into cyr values (1,'Мария Иванова');
create table js (id int primary key, doc json, u uuid, i6 inet6) engine=InnoDB;
insert into js values (1,'{"name":"Uma Example","ssn":"900-55-6666"}','123e4567-e89b-12d3-a456-426655440000','::1');
create table simpleadd (id int primary key, name varchar(40)) engine=InnoDB;
insert into simpleadd values (1,'Vic Example');
alter table simpleadd add column tel varchar(20) default '212-555-0100', algorithm=instant;
insert into simpleadd values (2,'Wim Example','212-555-0101');
create table enum2 (id int primary key, e enum('it''s','ünï','c') , s set('x','y z'), t time(2), ts timestamp(6) default current_timestamp(6), dt0 datetime(0)) engine=InnoDB;
insert into enum2 values (1,'ünï','x,y z','10:11:12.34','2020-02-03 04:05:06.123456','2021-01-01 00:00:00');
create table part (id int, name varchar(30), primary key(id)) engine=InnoDB partition by hash(id) partitions 2;
insert into part values (1,'Pia Example'),(2,'Pol Example');
